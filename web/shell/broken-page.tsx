import { Component } from 'react'
import type { ReactNode } from 'react'

interface Props {
  readonly message: string
  readonly children: ReactNode
}

/** Says so when a page breaks, instead of a white screen; React has no other form for it. */
export class BrokenPage extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    return (
      <main id="content" className="opening">
        <p role="alert">{this.props.message}</p>
      </main>
    )
  }
}
