// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentEndpoint.h"
#include "console/client/ConnectionState.h"
#include "shared/core/Clock.h"

#include <QObject>
#include <QString>

#include <array>
#include <memory>
#include <optional>

namespace resync::console {

enum class TestStepKind { Reach, Tls, SignIn, Version };
enum class TestOutcome { NotTried, Running, Passed, Failed, NotNeeded };

struct TestStep
{
    TestStepKind kind = TestStepKind::Reach;
    TestOutcome outcome = TestOutcome::NotTried;
    std::optional<milliseconds> latency;
    ConnectionTrouble trouble = ConnectionTrouble::None;
    QString detail; ///< Reach "host:port"; Tls protocol or message; Version "0.1.0"; untranslated

    bool operator==(const TestStep &) const = default;
};

/// Index: TestStepKind, in the order in which they are tried.
using TestReport = std::array<TestStep, 4>;

[[nodiscard]] bool hasPassed(const TestReport &report);

/// The connection dialog's test: reached, TLS, sign-in, agent and version; stops at the first step
/// that fails. TLS is NotNeeded for http, sign-in without a user. Nothing is stored.
/// Thread: the GUI's.
class ConnectionTest final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionTest)

public:
    explicit ConnectionTest(const Clock &clock, milliseconds timeout = milliseconds(8000),
                            QObject *parent = nullptr);
    ~ConnectionTest() override;

    /// Starts anew; a running test is dropped.
    void start(const AgentEndpoint &endpoint, const QString &password);
    void cancel();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] const TestReport &report() const;

Q_SIGNALS:
    void reportChanged(const resync::console::TestReport &report);
    void finished(const resync::console::TestReport &report);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace resync::console
