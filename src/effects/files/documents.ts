/** Converters of documents and media: they read some files and write one. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName } from '../context.js'
import type { Effect, Flag } from '../effect.js'
import { optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { pathSource } from '../payload.js'
import { names } from './readers.js'

interface Converter {
  readonly values?: string
  /** Options that name the output. */
  readonly output?: string
  /** Options that name an input. */
  readonly input?: string
  /** The last operand is the output. */
  readonly last?: true
  readonly singleDash?: boolean
}

function converter(row: Converter): Family {
  const parser = optionParser({
    values: [row.values, row.output, row.input].filter((names) => names).join(' '),
    ...(row.singleDash ? { singleDash: true } : {}),
  })
  const outputs = row.output?.split(' ') ?? []
  const inputs = row.input?.split(' ') ?? []
  return (command, context) => {
    const options = parser.parse(command.argv.slice(1))
    if (options.has('--help', '--version', '-version', '-h', '-help'))
      return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
    const named = outputs.flatMap((name) => options.values(name))
    const byPosition = row.last && named.length === 0 && options.operands.length > (inputs.length > 0 ? 0 : 1)
    const written = byPosition ? options.operands.slice(-1) : named
    const read = [
      ...inputs.flatMap((name) => options.values(name)),
      ...(byPosition ? options.operands.slice(0, -1) : options.operands),
    ]
    return conversion(read, written, options.has('-y', '--force') ? ['force'] : [], command, context)
  }
}

function conversion(
  read: readonly Word[],
  written: readonly Word[],
  flags: readonly Flag[],
  command: Command,
  context: Context,
): readonly Effect[] {
  const isUrl = (word: Word) => /^[a-z][a-z0-9+.-]*:\/\//i.test(word.text ?? word.prefix ?? '')
  const inputs = read.filter((word) => word.text !== '-' && !isUrl(word)).map((word) => context.path(word, command))
  const outputs = written
    .filter((word) => word.text !== '-' && !isUrl(word))
    .map((word) => context.path(word, command))
    .filter((target) => !isSink(target))
  const found: Effect[] = []
  for (const word of read.filter(isUrl))
    found.push(
      effect('net.fetch', command, `fetches \`${word.text ?? word.raw}\``, {
        targets: [{ type: 'url', value: word.text }],
      }),
    )
  for (const word of written.filter(isUrl))
    found.push(
      effect('net.send', command, `sends to \`${word.text ?? word.raw}\``, {
        targets: [{ type: 'url', value: word.text }],
        sources: inputs.map(pathSource),
      }),
    )
  if (inputs.length > 0 || outputs.length === 0)
    found.push(
      effect('fs.read', command, inputs.length > 0 ? `reads ${names(inputs)}` : 'reads its input', { targets: inputs }),
    )
  if (outputs.length > 0)
    found.push(
      effect('fs.write', command, `writes ${names(outputs)}`, {
        targets: outputs,
        flags,
        sources: inputs.map(pathSource),
      }),
    )
  return found
}

/** TeX may run any program of the document's choosing with -shell-escape. */
const tex: Family = (command, context) => {
  const words = command.argv.slice(1)
  const escapes = words.some((word) => /(?:^|\s)--?(?:shell-escape|enable-write18)(?:\s|$)/.test(word.text ?? ''))
  const files = words.filter((word) => !/^[-+]/.test(word.text ?? word.prefix ?? ''))
  if (words.some((word) => /^--?(?:version|help)$/.test(word.text ?? '')))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
  const build = effect('exec.build', command, `typesets ${names(files.map((word) => context.path(word, command)))}`, {
    targets: files.map((word) => context.path(word, command)),
  })
  return escapes
    ? [
        build,
        effect('exec.local', command, 'lets the document run programs (`-shell-escape`)', {
          targets: files.map((word) => ({ ...context.path(word, command), type: 'script' as const })),
        }),
      ]
    : [build]
}

export const documentPrograms: Readonly<Record<string, Family>> = {
  ffmpeg: converter({
    values:
      '-f -c -codec -c:v -c:a -c:s -vcodec -acodec -b -b:v -b:a -r -s -t -to -ss -sseof -vf -af -filter_complex -filter:v -filter:a -map -map_metadata -metadata -preset -crf -pix_fmt -ar -ac -loglevel -v -threads -vframes -frames:v -frames -q:v -q:a -q -qscale -aspect -movflags -profile:v -level -tune -g -bf -maxrate -bufsize -x264-params -tag:v -disposition -framerate -start_number -hwaccel -vol -volume -itsoffset -stream_loop -segment_time -hls_time -hls_list_size -hls_segment_filename -pass -passlogfile -fps_mode -vsync -safe -lavfi -strict -max_muxing_queue_size -fflags',
    input: '-i',
    last: true,
    singleDash: true,
  }),
  convert: converter({
    values:
      '-resize -crop -quality -density -geometry -gravity -fill -font -pointsize -annotate -rotate -colorspace -depth -format -background -extent -thumbnail -size -blur -sharpen -threshold -draw -stroke -strokewidth -type -define -page -border -bordercolor -delay -loop -layers -compress -alpha -channel -sampling-factor -interlace -level -scale -sample -modulate -brightness-contrast -fuzz -transparent -set -units',
    last: true,
    singleDash: true,
  }),
  magick: converter({
    values:
      '-resize -crop -quality -density -geometry -gravity -fill -font -pointsize -annotate -rotate -colorspace -depth -format -background -extent -thumbnail -size -define -alpha -channel -scale -fuzz -transparent',
    last: true,
    singleDash: true,
  }),
  montage: converter({ values: '-geometry -tile -background -label -font -pointsize', last: true, singleDash: true }),
  sox: converter({ values: '-r -c -b -e -t', last: true }),
  cwebp: converter({ values: '-q -m -resize -preset', output: '-o', singleDash: true }),
  dwebp: converter({ output: '-o', singleDash: true }),
  pandoc: converter({
    values:
      '-f --from -r --read -t --to -w --write -V --variable -M --metadata --toc-depth --columns --highlight-style --wrap --dpi --pdf-engine --number-offset',
    output: '-o --output',
    input: '--template --css -c --bibliography --csl --reference-doc --metadata-file -H --include-in-header -B -A',
  }),
  dot: converter({ values: '-T -K -G -N -E', output: '-o' }),
  neato: converter({ values: '-T -K -G -N -E', output: '-o' }),
  mmdc: converter({
    values: '-t --theme -w --width -H --height -b --backgroundColor -s --scale',
    input: '-i --input -c --configFile -C --cssFile',
    output: '-o --output',
  }),
  plantuml: converter({ values: '-o -t' }),
  d2: converter({ values: '--layout --theme', last: true }),
  typst: converter({ values: '--root --font-path --input -f --format', last: true }),
  'rsvg-convert': converter({
    values: '-w --width -h --height -f --format -d --dpi-x -p --dpi-y -z --zoom',
    output: '-o --output',
  }),
  inkscape: converter({
    values: '-w -h -d --export-width --export-height --export-dpi --export-type --export-area --actions',
    output: '-o --export-filename',
  }),
  qpdf: converter({ values: '--password', last: true }),
  pdfunite: converter({ last: true }),
  pdftoppm: converter({ values: '-r -f -l -x -y -W -H -scale-to', last: true }),
  pdftocairo: converter({ values: '-r -f -l -scale-to', last: true }),
  ps2pdf: converter({ last: true }),
  img2pdf: converter({ output: '-o --output', values: '-S --pagesize' }),
  weasyprint: converter({ values: '-s --stylesheet -e --encoding', last: true }),
  wkhtmltopdf: converter({
    values: '-s --page-size -O --orientation -T -B -L -R --margin-top --margin-bottom --margin-left --margin-right',
    last: true,
  }),
  asciidoctor: converter({
    values: '-a --attribute -b --backend -d --doctype -r --require',
    output: '-o --out-file -D --destination-dir',
  }),
  markdown: converter({ output: '-o' }),
  soffice: converter({ values: '--convert-to --infilter', output: '--outdir' }),
  libreoffice: converter({ values: '--convert-to --infilter', output: '--outdir' }),
  tesseract: converter({ values: '-l --psm --oem --dpi -c', last: true }),
  protoc: converter({
    values: '-I --proto_path --plugin',
    output:
      '--go_out --python_out --js_out --ts_out --java_out --cpp_out --go-grpc_out --grpc_out --grpc_python_out --descriptor_set_out -o --csharp_out --ruby_out --php_out --rust_out --swift_out --doc_out --openapiv2_out --grpc-gateway_out',
  }),
  gs: converter({ singleDash: true }),
  woff2_compress: converter({}),
  fonttools: converter({ output: '-o --output-file' }),
  sass: converter({ values: '--style -s -I --load-path', last: true }),
  lessc: converter({ last: true }),
  blender: converter({ values: '-P --python -F -f -s -e -E --render-output', output: '-o' }),
  ...Object.fromEntries(
    'pdflatex xelatex lualatex latex latexmk tex pdftex luatex xetex bibtex biber makeindex tectonic context arara'
      .split(' ')
      .map((name) => [name, tex]),
  ),
}
