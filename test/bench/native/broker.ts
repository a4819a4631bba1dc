/** A broker that allows everything at once, on the real wire: what the mechanism costs without a decision. */
import { createServer } from 'node:net'
import { FrameReader } from '../../../src/broker/frames.js'
import { MAX_REQUEST, WireError } from '../../../src/broker/wire.js'
import { decodeRequest, encode } from '../../../src/broker/wire-codec.js'

const path = process.argv[2]!
const server = createServer((socket) => {
  const reader = new FrameReader(MAX_REQUEST)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    const payloads = reader.push(chunk)
    if (payloads instanceof WireError) throw new Error(payloads.reason)
    for (const payload of payloads) {
      const request = decodeRequest(payload)
      if (request instanceof WireError) throw new Error(request.reason)
      if (request.type === 'exec')
        socket.write(encode({ type: 'verdict', id: request.id, action: 'allow', exitCode: 0, message: '' }))
    }
  })
})
server.listen(path, () => console.log('listening'))
