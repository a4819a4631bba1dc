/*
 * The listening ends: one that the gated side reaches (shims, hooks, lines of a shell), and one for the user's other
 * terminals (`gatesh approve`), which the gated side reaches as well and is told from the user there.
 *
 * Anything below the agent can connect and write what it likes. So a client may only ask (EXEC, LINE, HOOK; at the other end CONTROL); who it is
 * is what the kernel says (SO_PEERCRED, lineage), written over whatever it claimed; and it gets the answers to its own
 * requests only.
 */
#ifndef GATESH_CLIENTS_H
#define GATESH_CLIENTS_H

#include "held.h"
#include "supervisor.h"

/* Creates the sockets that the options name. False with errno. */
bool clients_listen(struct supervisor *s);

/* Events of the main loop. */
void on_client_waiting(struct supervisor *s, bool control);
void on_client_readable(struct supervisor *s, uint32_t client);

/* Passes the broker's answer for `held` on; a payload of wire.h. */
void client_reply(struct supervisor *s, struct held *held, const unsigned char *payload, size_t length);

/* Requests of clients that have waited too long for a first answer. */
void clients_tick(struct supervisor *s);

/* Closes every connection, as for a broker that is gone. */
void clients_close(struct supervisor *s);

#endif
