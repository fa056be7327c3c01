// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/delegates/StateLook.h"

namespace resync::console {

StateLook lookOf(StateKind kind)
{
    switch (kind) {
    case StateKind::Failed:
        return {Token::Failed, StateShape::Cross};
    case StateKind::Late:
        return {Token::Late, StateShape::Warning};
    case StateKind::Held:
    case StateKind::Blocked:
        return {Token::Held, StateShape::Bars};
    case StateKind::Prompt:
        return {Token::Held, StateShape::Bubble};
    case StateKind::Running:
        return {Token::Running, StateShape::Triangle};
    case StateKind::Ready:
        return {Token::Ready, StateShape::HalfCircle};
    case StateKind::Waiting:
        return {Token::Muted, StateShape::Circle};
    case StateKind::Done:
        return {Token::Done, StateShape::Check};
    case StateKind::Cancelled:
    case StateKind::Suppressed:
        return {Token::Muted, StateShape::SlashCircle};
    case StateKind::Unknown:
        break;
    }
    return {Token::Muted, StateShape::DottedCircle};
}

} // namespace resync::console
