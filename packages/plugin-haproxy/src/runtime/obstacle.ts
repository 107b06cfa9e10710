/**
 * Why a change needs a reload. `frame`: something besides servers and maps has changed; `many`: more than is worth it; `words`: a word that must not
 * reach the socket; `options`: what a server cannot have that is added; `address`: a host name; `balance`: an algorithm that takes no
 * such servers; `map`: nobody knows what belongs in a map, or which one of HAProxy's it is; `state`: HAProxy does not hold what it should; `refused`: HAProxy has refused a command; `unknown`: nobody knows what it runs with.
 */
export type Obstacle = 'frame' | 'many' | 'words' | 'options' | 'address' | 'balance' | 'map' | 'state' | 'refused' | 'unknown'

/** The change cannot be made while HAProxy runs. A reload can. */
export class RuntimeObstacle extends Error {
  override readonly name = 'RuntimeObstacle'
  readonly kind: Obstacle

  constructor(kind: Obstacle, message: string = kind, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
