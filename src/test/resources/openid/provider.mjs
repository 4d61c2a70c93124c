// An OpenID Connect provider for OpenIdTest: npm's oidc-provider on a loopback port. Arguments: the port, the callback of
// the client. It prints "waits", listens after a line of input, and prints "listens". Each account is admitted with any password. The account's name says
// its groups: "ann.traders" is in the group traders. Accounts that begin with "forged-" get a wrong ID token.
import { exportJWK, generateKeyPair, SignJWT, decodeJwt } from 'jose';
import { Provider } from 'oidc-provider';

const [port, callback] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const audience = 'tickbus';
const resource = 'urn:example:tickbus';
const seconds = () => Math.floor(Date.now() / 1000);

const own = await generateKeyPair('RS256', { extractable: true });
const foreign = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(own.privateKey)), kid: 'own', use: 'sig', alg: 'RS256' };
const sign = (claims, key = own.privateKey, kid = 'own') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

const groups = name => name.split('.').slice(1);
// The payload is changed, and the signature is that of the former payload.
const tampered = jwt => {
  const [header, payload, signature] = jwt.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url')), sub: 'boss.ops' };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
};

const provider = new Provider(issuer, {
  clients: [
    { client_id: audience, client_secret: 'a secret of the client', redirect_uris: [callback] },
    { client_id: 'robot.traders', client_secret: 'robot', redirect_uris: [], response_types: [],
      grant_types: ['client_credentials'] },
  ],
  jwks: { keys: [jwk] },
  cookies: { keys: ['a key of the test'] },
  claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.split('.')[0], groups: groups(id) }),
  }),
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
    },
  },
  extraTokenClaims: (ctx, token) => ({ groups: groups(token.clientId) }),
});

// Bearer tokens that the provider's key signs, and others. The path names the kind.
const bearers = {
  valid: claims => sign(claims),
  expired: claims => sign({ ...claims, iat: seconds() - 7200, exp: seconds() - 3600 }),
  endless: ({ exp, ...claims }) => sign(claims),
  early: claims => sign({ ...claims, nbf: seconds() + 3600 }),
  audience: claims => sign({ ...claims, aud: 'other' }),
  noaudience: ({ aud, ...claims }) => sign(claims),
  issuer: claims => sign({ ...claims, iss: 'https://login.example.com' }),
  foreign: claims => sign(claims, foreign.privateKey),
  unknown: claims => sign(claims, foreign.privateKey, 'another key'),
  idtoken: claims => sign({ ...claims, nonce: 'n' }),
  unsigned: claims => ['{"alg":"none"}', JSON.stringify(claims)]
    .map(part => Buffer.from(part).toString('base64url')).join('.') + '.',
  tampered: async claims => tampered(await sign(claims)),
  nogroups: ({ groups: none, ...claims }) => sign(claims),
};
const idTokens = {
  tampered,
  nonce: jwt => sign({ ...decodeJwt(jwt), nonce: 'of another login' }),
  audience: jwt => sign({ ...decodeJwt(jwt), aud: 'other' }),
  expired: jwt => sign({ ...decodeJwt(jwt), exp: seconds() - 3600 }),
  foreign: jwt => sign(decodeJwt(jwt), foreign.privateKey),
};

let rotated = false;
provider.use(async (ctx, next) => {
  const kind = /^\/bearer\/(\w+)$/.exec(ctx.path);
  if (kind) {
    ctx.body = await bearers[kind[1]]({
      iss: issuer, sub: 'kim', aud: audience, iat: seconds(), exp: seconds() + 600, groups: ['traders'],
    });
    return;
  }
  if (ctx.path === '/rotate') {
    rotated = true;
    ctx.body = 'rotated';
    return;
  }
  await next();
  if (rotated && ctx.path === '/jwks') {
    const { kty, n, e } = await exportJWK(foreign.publicKey);
    ctx.body.keys.push({ kty, n, e, kid: 'another key', use: 'sig', alg: 'RS256' });
  }
  const forged = ctx.path === '/token' && ctx.body?.id_token && /^forged-(\w+)/.exec(decodeJwt(ctx.body.id_token).sub);
  if (forged) {
    ctx.body = { ...ctx.body, id_token: await idTokens[forged[1]](ctx.body.id_token) };
  }
});

process.stdin.once('data', () => provider.listen(+port, '127.0.0.1', () => console.log('listens')));
process.stdin.on('end', () => process.exit()); // The provider ends with the test that started it.
console.log('waits');
