/**
 * Every story that a person lives through at the screens, on one reference operation and one
 * browser: loading the operation for each file would take longer than all stories. Those that only
 * read come first; those that direct and approve the plan come last.
 */
import './overview.story.ts'
import './cases.story.ts'
import './case-file.story.ts'
import './offers.story.ts'
import './claims.story.ts'
import './audit.story.ts'
import './appeal.story.ts'
import './language.story.ts'
import './network.story.ts'
import './welcome.story.ts'
import './sign-in.story.ts'
import './accessibility.story.ts'
import './plan.story.ts'
import './plan-try.story.ts'
import './approval.story.ts'
import './imports.story.ts'
import './same-person.story.ts'
import './states-room.story.ts'
