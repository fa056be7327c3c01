// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/delegates/StateLook.h"

namespace resync::console {

StateLook lookOf(StateKind kind)
{
    switch (kind) {
    case StateKind::Failed: return {Token::Failed, Shape::Cross};
    case StateKind::Late: return {Token::Late, Shape::Warning};
    case StateKind::Held:
    case StateKind::Blocked: return {Token::Held, Shape::Bars};
    case StateKind::Prompt: return {Token::Held, Shape::Bubble};
    case StateKind::Running: return {Token::Running, Shape::Triangle};
    case StateKind::Ready: return {Token::Ready, Shape::HalfCircle};
    case StateKind::Waiting: return {Token::Muted, Shape::Circle};
    case StateKind::Done: return {Token::Done, Shape::Check};
    case StateKind::Cancelled:
    case StateKind::Suppressed: return {Token::Muted, Shape::SlashCircle};
    case StateKind::Unknown: break;
    }
    return {Token::Muted, Shape::DottedCircle};
}

} // namespace resync::console
