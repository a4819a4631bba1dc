/** Hosts whose nature is known by name: where anybody may read what is sent, where people are reached, where packages come from. */
import type { Flag } from './effect.js'

export type HostKind =
  | 'paste' // text for anybody who has the address
  | 'share' // files for anybody who has the address
  | 'render' // draws or formats what is sent, often inside the address itself
  | 'catcher' // shows what was sent to whoever made the address
  | 'tunnel' // leads to a machine of somebody unknown
  | 'message' // reaches people: chat, mail, push
  | 'registry' // packages and images
  | 'payment'
  | 'metadata' // hands out a cloud machine's own credentials
  | 'echo' // answers with what was sent, keeps nothing

const lists: Readonly<Record<HostKind, string>> = {
  paste:
    'pastebin.com paste.ee dpaste.com dpaste.org hastebin.com paste.rs ix.io sprunge.us termbin.com clbin.com rentry.co rentry.org privatebin.net ghostbin.com controlc.com paste.debian.net paste.mozilla.org paste.ubuntu.com pastebin.ubuntu.com paste.opensuse.org pastes.dev pastes.io bpa.st katb.in p.ip.fi cl1p.net paste.sh snippet.host justpaste.it paste.centos.org paste.fedoraproject.org paste.gg ideone.com codepad.org gist.github.com gist.githubusercontent.com pastie.io vpaste.net envs.sh 0bin.net cryptpad.fr telegra.ph write.as hackmd.io dontpad.com notes.io etherpad.wikimedia.org',
  share:
    '0x0.st transfer.sh file.io tmpfiles.org temp.sh gofile.io catbox.moe litterbox.catbox.moe uguu.se oshi.at bashupload.com bashupload.app filebin.net send.vis.ee wormhole.app x0.at keep.sh transfer.archivete.am anonfiles.com mega.nz mega.io wetransfer.com we.tl pixeldrain.com filetransfer.io ufile.io upload.ee mediafire.com imgur.com imgbb.com postimages.org sendgb.com dropmefiles.com send.firefox.com tempfile.io fileditch.com workupload.com krakenfiles.com files.fm smash.gg fromsmash.com sendspace.com 1fichier.com zippyshare.com qu.ax bayfiles.com ttm.sh pomf.lain.la webwormhole.io instant.io paste.c-net.org streamable.com up1.ca',
  render:
    'mermaid.ink mermaid.live kroki.io plantuml.com plantuml.online quickchart.io chart.googleapis.com image-charts.com api.qrserver.com goqr.me dreampuf.github.io edotor.net viz-js.com app.diagrams.net viewer.diagrams.net draw.io excalidraw.com carbon.now.sh ray.so jsonformatter.org jsonlint.com jwt.io regex101.com godbolt.org play.golang.org play.rust-lang.org codesandbox.io jsfiddle.net codepen.io jsbin.com stackblitz.com replit.com shields.io img.shields.io dummyimage.com via.placeholder.com structurizr.com yuml.me dbdiagram.io sqlfiddle.com explain.depesz.com explain.dalibo.com gitingest.com screenshotone.com',
  catcher:
    'webhook.site requestbin.com requestbin.net pipedream.net beeceptor.com hookbin.com requestcatcher.com interact.sh interactsh.com oast.fun oast.live oast.me oast.online oast.pro oast.site burpcollaborator.net oastify.com canarytokens.com canarytokens.org postb.in ptsv2.com ptsv3.com dnslog.cn ceye.io hookdeck.com webhookrelay.com typedwebhook.tools webhook-test.com requestinspector.com dnsbin.zhack.ca xss.report bxss.me mockbin.org mockbin.io rbndr.us webhook.cool hook.relay.dev smee.io',
  tunnel:
    'ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev ngrok.com trycloudflare.com cfargotunnel.com loca.lt localtunnel.me localhost.run lhr.life lhr.rocks serveo.net serveousercontent.com pagekite.me bore.pub tunnelmole.net tunnelmole.com devtunnels.ms zrok.io pinggy.io pinggy.link playit.gg telebit.io packetriot.net remote.it expose.dev sharedwithexpose.com srv.us tunnel.pyjam.as',
  message:
    'hooks.slack.com slack.com api.slack.com discord.com discordapp.com api.telegram.org webhook.office.com outlook.office.com outlook.office365.com chat.googleapis.com api.twilio.com api.sendgrid.com api.mailgun.net api.eu.mailgun.net api.postmarkapp.com api.resend.com api.brevo.com api.sendinblue.com api.mailchimp.com mandrillapp.com api.mailjet.com api.sparkpost.com api.pushover.net api.pushbullet.com ntfy.sh gotify.net hooks.zapier.com hook.integromat.com maker.ifttt.com events.pagerduty.com api.pagerduty.com api.opsgenie.com graph.facebook.com api.twitter.com api.x.com api.line.me notify-api.line.me open.feishu.cn open.larksuite.com oapi.dingtalk.com qyapi.weixin.qq.com api.vonage.com rest.nexmo.com api.messagebird.com webexapis.com api.whatsapp.com matrix.org matrix-client.matrix.org mastodon.social bsky.social api.linkedin.com api.intercom.io onesignal.com exp.host fcm.googleapis.com smtp.gmail.com smtp.sendgrid.net smtp.mailgun.org smtp.office365.com',
  registry:
    'registry.npmjs.org npmjs.com registry.yarnpkg.com npm.jsr.io jsr.io pypi.org pypi.python.org files.pythonhosted.org upload.pypi.org test.pypi.org crates.io static.crates.io index.crates.io rubygems.org index.rubygems.org proxy.golang.org sum.golang.org pkg.go.dev repo.maven.apache.org repo1.maven.org central.sonatype.com oss.sonatype.org s01.oss.sonatype.org plugins.gradle.org services.gradle.org packagist.org repo.packagist.org nuget.org api.nuget.org hex.pm repo.hex.pm pub.dev deb.debian.org security.debian.org archive.ubuntu.com security.ubuntu.com ports.ubuntu.com dl-cdn.alpinelinux.org mirrors.fedoraproject.org conda.anaconda.org repo.anaconda.com cran.r-project.org cloud.r-project.org hub.docker.com docker.io registry-1.docker.io index.docker.io auth.docker.io download.docker.com ghcr.io quay.io gcr.io public.ecr.aws mcr.microsoft.com registry.k8s.io formulae.brew.sh cdn.cocoapods.org deno.land esm.sh unpkg.com cdn.jsdelivr.net cdnjs.cloudflare.com hackage.haskell.org cpan.org metacpan.org luarocks.org opam.ocaml.org julialang.org registry.terraform.io releases.hashicorp.com registry.opentofu.org charts.helm.sh artifacthub.io marketplace.visualstudio.com open-vsx.org conan.io center.conan.io vcpkg.io dl.google.com nodejs.org static.rust-lang.org go.dev get.helm.sh dl.k8s.io',
  payment:
    'api.stripe.com files.stripe.com api.paypal.com api-m.paypal.com connect.squareup.com api.braintreegateway.com checkout-live.adyen.com api.mollie.com api.razorpay.com api.coinbase.com api.binance.com api.kraken.com api.wise.com api.revolut.com api.plaid.com production.plaid.com api.gocardless.com api.paddle.com api.lemonsqueezy.com api.alpaca.markets',
  metadata:
    '169.254.169.254 169.254.170.2 169.254.170.23 fd00:ec2::254 metadata.google.internal metadata.goog 100.100.100.200 192.0.0.192 metadata.tencentyun.com metadata.platformequinix.com metadata.packet.net 169.254.42.42',
  echo: 'httpbin.org httpbingo.org postman-echo.com httpstat.us reqres.in jsonplaceholder.typicode.com dummyjson.com ifconfig.me icanhazip.com api.ipify.org ipinfo.io checkip.amazonaws.com',
}

const kinds: ReadonlyMap<string, HostKind> = new Map(
  Object.entries(lists).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as HostKind] as const)),
)

/** Kind of the host or of a domain above it; undefined where the name says nothing. */
export function hostKind(host: string): HostKind | undefined {
  let name = host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '')
  for (let labels = 0; labels < 16; labels++) {
    const kind = kinds.get(name)
    if (kind) return kind
    const dot = name.indexOf('.')
    if (dot < 0) return undefined
    name = name.slice(dot + 1)
  }
  return undefined
}

/** `public` where strangers can read what is sent there, `anonymous` where that needs no account either. */
export function hostFlags(host: string): readonly Flag[] {
  const kind = hostKind(host)
  switch (kind) {
    case 'paste':
    case 'share':
    case 'catcher':
    case 'render':
    case 'tunnel':
      return host.endsWith('gist.github.com') ? ['public'] : ['public', 'anonymous']
    case 'echo':
    case 'message':
    case 'registry':
    case 'payment':
    case 'metadata':
    case undefined:
      return []
  }
}

/** This machine by name or address. Names that a resolver could point elsewhere are not counted. */
export function isLocalHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    name === '0.0.0.0' ||
    name === '::' ||
    /^127(\.\d{1,3}){1,3}$/.test(name)
  )
}
