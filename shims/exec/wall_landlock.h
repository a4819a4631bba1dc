/* A wall of Landlock, where no mount namespace is to be had (wall.h). */
#ifndef GATESH_WALL_LANDLOCK_H
#define GATESH_WALL_LANDLOCK_H

#include "wall_list.h"

/* False with errno. */
bool raise_landlock(const struct wall_list *list);

#endif
