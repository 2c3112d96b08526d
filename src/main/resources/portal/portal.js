// The page: who is signed in, what they are asked, what they can do.

import { request, say } from './api.js'
import * as chat from './chat.js'
import { buttons, card } from './answers.js'

const at = id => document.getElementById(id)
let words = {}
let code // what was asked for: the address and the name of the request
let refreshing

const on = (id, event, act) => at(id).addEventListener(event, async happened => {
  happened.preventDefault()
  at('problem').hidden = true
  const pressed = [...at(id).querySelectorAll('button')]
  pressed.forEach(button => { button.disabled = true })
  try {
    await act()
  } catch (e) {
    failed(e)
  } finally {
    pressed.forEach(button => { button.disabled = false })
  }
})

function failed(e) {
  if (e.status === undefined) throw e // a defect of ours
  if (e.status === 401 && at('sign-in').hidden) return signIn()
  const word = { 401: 'code-wrong', 422: at('sign-in').hidden ? 'text-wrong' : 'address-wrong', 429: 'too-often' }[e.status]
  tell(words[word ?? 'not-now'])
}

function tell(text) {
  at('problem').textContent = text ?? ''
  at('problem').hidden = !text
}

async function read() {
  const answer = await request('GET', 'words')
  words = answer.words
  document.documentElement.lang = answer.language
  document.title = words.title
  document.querySelectorAll('[data-word]').forEach(element => { element.textContent = words[element.dataset.word] })
  return answer.language
}

function signIn() {
  chat.close()
  show('sign-in')
  at('ask-code').hidden = false
  at('give-code').hidden = true
  at('address').focus()
}

function show(view) {
  at('sign-in').hidden = view !== 'sign-in'
  at('desk').hidden = view !== 'desk'
  at('sign-out').hidden = view !== 'desk'
}

async function begin() {
  const language = await read()
  show('desk')
  const { commands } = await request('GET', 'commands')
  at('commands').replaceChildren(...buttons(commands, send))
  await chat.open(language, words, refreshSoon, signIn)
  await refresh()
  takeLink()
  at('text').focus()
}

// A link in a mail brings an answer along. The customer sends it, not the link: mail filters open links, too.
function takeLink() {
  const answer = new URLSearchParams(location.hash.slice(1)).get('say')
  if (answer === null) return
  at('text').value = answer
  history.replaceState(null, '', location.pathname)
}

async function send(text) {
  tell()
  try {
    await say(text)
  } catch (e) {
    failed(e)
  }
}

// Several messages may come at once: what is asked is looked up when they are there.
function refreshSoon() {
  clearTimeout(refreshing)
  refreshing = setTimeout(() => refresh().catch(failed), 100)
}

async function refresh() {
  const [{ questions }, consent] = await Promise.all([request('GET', 'questions'), request('GET', 'consent')])
  const asked = questions.map(question => ({ key: question.id + question.text, text: question.text, menu: question.menu }))
  const last = chat.last()
  const isAsked = last?.from === 'company' && last.menu && last.menu.expects !== 'command'
  if (isAsked && (last.menu.expects === 'argument' || !asked.length)) asked.unshift({ key: last.id, text: last.text, menu: last.menu })
  ask(asked)
  at('consent').textContent = words[consent.inReview ? 'consent-review' : consent.optedOut ? 'consent-out' : 'consent-in']
  at('change-consent').textContent = words[consent.optedOut ? 'opt-in' : 'opt-out']
  at('change-consent').dataset.optedOut = consent.optedOut
}

// A question that is there already stays as it is: the customer may be writing the answer.
function ask(asked) {
  const shown = new Map([...at('questions').children].map(element => [element.dataset.key, element]))
  at('questions').replaceChildren(...asked.map(one => {
    const element = shown.get(one.key) ?? card(one.text, one.menu, words, send)
    element.dataset.key = one.key
    return element
  }))
}

on('ask-code', 'submit', async () => {
  const address = at('address').value
  code = { address, request: (await request('POST', 'code', { address })).request }
  at('ask-code').hidden = true
  at('give-code').hidden = false
  at('code').focus()
})

on('give-code', 'submit', async () => {
  const given = at('code').value
  at('code').value = ''
  await request('POST', 'session', { ...code, code: given })
  await begin()
})

on('write', 'submit', async () => {
  await say(at('text').value)
  at('text').value = ''
})

on('other-address', 'click', signIn)
on('earlier', 'click', chat.earlier)
on('change-consent', 'click', () => request('PUT', 'consent', { optedOut: at('change-consent').dataset.optedOut !== 'true' }))
on('sign-out', 'click', async () => {
  await request('DELETE', 'session')
  location.reload() // nothing of the customer stays in the page
})

try {
  await read()
  await request('GET', 'session')
  await begin()
} catch (e) {
  if (e.status === 401) signIn()
  else failed(e)
}
