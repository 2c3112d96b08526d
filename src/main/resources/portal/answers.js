// Questions with what they can be answered by: buttons for choices, a fitting field for the rest.

const FIELDS = {
  date: { type: 'date' },
  number: { inputMode: 'decimal' },
  amount: { inputMode: 'decimal' },
  phone: { type: 'tel', autocomplete: 'tel' },
  email: { type: 'email', autocomplete: 'email' },
  pin: { type: 'password', inputMode: 'numeric', autocomplete: 'off' }
}
let fields = 0

export function buttons(items, say) {
  return items.map(item => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = item.label
    button.dataset.say = item.say
    button.addEventListener('click', () => say(item.say))
    return button
  })
}

export function card(text, menu, words, say) {
  if (menu.expects === 'choice') {
    const card = document.createElement('div')
    card.setAttribute('role', 'group')
    card.setAttribute('aria-label', text)
    const choices = document.createElement('div')
    choices.className = 'choices'
    choices.append(...buttons(menu.items, say))
    card.append(paragraph(text), choices)
    card.className = 'card'
    return card
  }
  return form(text, menu, words, say)
}

function form(text, menu, words, say) {
  const form = document.createElement('form')
  form.className = 'card'
  const label = document.createElement('label')
  label.textContent = text
  const field = Object.assign(document.createElement('input'), { id: 'answer-' + ++fields, name: 'answer', required: true, maxLength: 1000,
    autocomplete: 'off' }, FIELDS[menu.expects])
  label.htmlFor = field.id
  const send = document.createElement('button')
  send.textContent = words.send
  form.append(label, field, send)
  form.addEventListener('submit', event => {
    event.preventDefault()
    const value = field.value
    field.value = '' // a PIN stays nowhere
    say(menu.expects === 'argument' ? menu.items[0].say + ' ' + value : value)
  })
  return form
}

function paragraph(text) {
  const element = document.createElement('p')
  element.textContent = text
  return element
}
