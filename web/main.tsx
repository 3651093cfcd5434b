import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadFirstSpeaker } from './texts/language.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root.')
createRoot(root).render(<App speaker={await loadFirstSpeaker()} />)
