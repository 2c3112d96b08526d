// Requests to the portal's API. A problem is thrown as an Error with the HTTP status.

export async function request(method, path, body, headers = {}) {
  const options = { method, headers: { ...headers }, credentials: 'same-origin' }
  if (method !== 'GET') options.headers['Keyline-Portal'] = '1' // no page of another origin can send it
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json'
    options.body = JSON.stringify(body)
  }
  let response
  try {
    response = await fetch('/portal/api/' + path, options)
  } catch {
    throw problem(0)
  }
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}))
  if (!response.ok) throw problem(response.status, answer)
  return answer
}

function problem(status, answer = {}) {
  return Object.assign(new Error('status ' + status), { status, answer })
}

// Sends what the customer says. Tried again under the same key if nobody knows whether it came: that makes no second message.
export async function say(text) {
  const key = { 'Idempotency-Key': Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('') }
  for (let tries = 0; ; tries++) {
    try {
      return await request('POST', 'messages', { text }, key)
    } catch (e) {
      if (e.status === 409) return e.answer
      if (tries === 3 || (e.status !== 0 && e.status !== 503)) throw e
      await new Promise(later => setTimeout(later, 1000 * 2 ** tries))
    }
  }
}
