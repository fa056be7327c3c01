// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Terminal.h"

#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace resync::app {

namespace {

constexpr std::size_t MaxBytes = 1024;

/// Turns the echo off for its lifetime, and holds back the signals that would end the process with
/// the terminal left mute.
class MuteTerminal
{
public:
    MuteTerminal()
    {
        sigset_t stops;
        sigemptyset(&stops);
        for (const int number : {SIGINT, SIGTERM, SIGTSTP, SIGQUIT, SIGHUP})
            sigaddset(&stops, number);
        sigprocmask(SIG_BLOCK, &stops, &m_oldMask);
        if (::tcgetattr(STDIN_FILENO, &m_old) != 0)
            return;
        termios mute = m_old;
        mute.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        mute.c_lflag &= ~static_cast<tcflag_t>(ISIG); // Ctrl+C ends the line, see readLine
        mute.c_cc[VEOL] = 3;
        m_isMute = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &mute) == 0;
    }
    MuteTerminal(const MuteTerminal &) = delete;
    MuteTerminal &operator=(const MuteTerminal &) = delete;
    ~MuteTerminal()
    {
        if (m_isMute)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_old);
        sigprocmask(SIG_SETMASK, &m_oldMask, nullptr);
    }
    [[nodiscard]] bool isMute() const { return m_isMute; }

private:
    termios m_old{};
    sigset_t m_oldMask{};
    bool m_isMute = false;
};

/// Without its end; nothing at the end of the input, after Ctrl+C, or for a line that is too long.
std::optional<config::Secret> readLine()
{
    constexpr char CtrlC = 3;
    std::string line;
    char c = 0;
    while (::read(STDIN_FILENO, &c, 1) == 1) {
        if (c == '\n')
            return config::Secret(std::move(line));
        if (c == CtrlC || line.size() >= MaxBytes)
            return std::nullopt;
        if (c != '\r')
            line += c;
    }
    return line.empty() ? std::nullopt : std::optional(config::Secret(std::move(line)));
}

std::optional<config::Secret> ask(const char *question)
{
    std::fputs(question, stderr);
    auto line = readLine();
    std::fputs("\n", stderr);
    return line;
}

tl::unexpected<Error> refuse(const char *why)
{
    return fail(ErrorKind::InvalidInput, why);
}

} // namespace

Result<config::Secret> readNewPassword()
{
    if (::isatty(STDIN_FILENO) == 0) {
        auto line = readLine();
        if (!line || line->isEmpty())
            return refuse("standard input holds no password in its first line");
        return std::move(*line);
    }
    const MuteTerminal terminal;
    if (!terminal.isMute())
        return refuse("this terminal cannot be muted; give the password on standard input");
    auto first = ask("Password: ");
    if (!first || first->isEmpty())
        return refuse("no password was given");
    const auto again = ask("Again: ");
    if (!again || *again != *first)
        return refuse("the two passwords differ");
    return std::move(*first);
}

} // namespace resync::app
