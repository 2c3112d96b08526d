// What was said on all channels: the history, and what arrives while the page is open.

import { request } from './api.js'

const list = document.getElementById('history')
const entries = new Map()
let language = 'en'
let words = {}
let events
let changed = () => {}
let ended = () => {}
let earlierThan

// ids rise with time, in base 36
const before = (a, b) => a.length !== b.length ? a.length < b.length : a < b

export const last = () => [...entries.values()].reduce((one, other) => one && before(other.id, one.id) ? one : other, undefined)

export async function open(spoken, named, whenChanged, whenEnded) {
  [language, words, changed, ended] = [spoken, named, whenChanged, whenEnded]
  close()
  entries.clear()
  list.replaceChildren()
  await earlier()
  list.scrollTop = list.scrollHeight
  listen()
}

export function close() {
  events?.close()
  events = undefined
}

export async function earlier() {
  const page = await request('GET', 'messages' + (earlierThan && entries.size ? '?before=' + earlierThan : ''))
  page.messages.forEach(show)
  earlierThan = page.earlier
  document.getElementById('earlier').hidden = !earlierThan
  document.getElementById('nothing').hidden = entries.size > 0
}

function listen() {
  const newest = last()
  events = new EventSource('/portal/api/events' + (newest ? '?after=' + newest.id : ''))
  events.addEventListener('message', event => {
    show(JSON.parse(event.data))
    document.getElementById('nothing').hidden = true
    changed()
  })
  events.addEventListener('end', () => { close(); ended() })
  events.addEventListener('error', () => {
    if (events?.readyState === EventSource.CLOSED) setTimeout(again, 3000) // it comes again by itself unless it was refused
  })
}

async function again() {
  if (!events) return
  try {
    await request('GET', 'session')
    listen()
  } catch (e) {
    if (e.status === 401) ended()
    else setTimeout(again, 3000)
  }
}

// The same id again is the same message, in another state perhaps.
function show(entry) {
  const isNew = !entries.has(entry.id)
  entries.set(entry.id, entry)
  const item = isNew ? document.createElement('li') : list.querySelector(`[data-id="${entry.id}"]`)
  item.dataset.id = entry.id
  item.className = entry.from + ' ' + entry.state
  item.replaceChildren(paragraph('text', entry.text), paragraph('about', about(entry)))
  if (!isNew) return
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40
  const next = [...list.children].find(other => before(entry.id, other.dataset.id))
  list.insertBefore(item, next ?? null)
  if (wasAtEnd && !next) list.scrollTop = list.scrollHeight
}

function about(entry) {
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(entry.at))
  const parts = [at, words['channel.' + entry.channel] ?? entry.channel]
  if (entry.state !== 'done') parts.push(words[entry.state])
  return parts.join(' · ')
}

function paragraph(name, text) {
  const element = document.createElement('p')
  element.className = name
  element.textContent = text
  return element
}
