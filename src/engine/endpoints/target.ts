/** Which of what an instance runs is asked. */
export interface Target {
  /** The model, of a container that serves many. */
  readonly model?: string;
  /** The container, of an instance that runs several of which each is asked by itself. */
  readonly container?: string;
}

/** Why nobody was asked. */
export type TargetRefusal =
  /** The artifact of the model cannot be had. */
  | 'no-such-model'
  /** The model is still being fetched or loaded. */
  | 'model-not-ready'
  | 'no-such-container'
  | 'model-required'
  | 'container-required'
  /** It serves one model, or has one container, or all of them one after the other. */
  | 'no-choice-of-model'
  | 'no-choice-of-container';
