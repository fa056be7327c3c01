// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/FileDescriptor.h"

#include <QtTest>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace resync;

namespace {

bool isOpen(int number)
{
    return ::fcntl(number, F_GETFD) >= 0;
}

} // namespace

class tst_FileDescriptor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QCOMPARE(::pipe2(m_ends.data(), O_CLOEXEC), 0); }
    void cleanup()
    {
        for (const int end : m_ends)
            ::close(end);
    }

    void destructor_closes()
    {
        {
            const FileDescriptor file(m_ends[0]);
            QVERIFY(file.isOpen());
            QCOMPARE(file.number(), m_ends[0]);
        }
        QVERIFY(!isOpen(m_ends[0]));
    }

    void close_isDoneOnce()
    {
        FileDescriptor file(m_ends[0]);
        QVERIFY(file.close());
        QVERIFY(!file.isOpen());
        QVERIFY(!isOpen(m_ends[0]));
        QVERIFY(file.close());
    }

    void nothingOpened_isNothingToClose()
    {
        FileDescriptor none(-1);
        QVERIFY(!none.isOpen());
        QVERIFY(none.close());
        QVERIFY(!readToEnd(none, 1));
        QCOMPARE(errno, EBADF);
        QVERIFY(!writeWhole(none, "x"));
    }

    void pieces_arriveAsAWhole()
    {
        const FileDescriptor source(m_ends[0]);
        const std::string text(300'000, 'x'); // more than the pipe and the reader's buffer hold
        std::thread writer([&] {
            const FileDescriptor target(m_ends[1]);
            QVERIFY(writeWhole(target, text));
        });
        const auto read = readToEnd(source, text.size());
        writer.join();
        QVERIFY(read == text);
    }

    void emptyFile_isAnEmptyText()
    {
        const FileDescriptor source(m_ends[0]);
        QVERIFY(FileDescriptor(m_ends[1]).close());
        QVERIFY(readToEnd(source, 10) == std::string());
    }

    void moreThanTheLimit_isRefused()
    {
        const FileDescriptor source(m_ends[0]);
        {
            const FileDescriptor target(m_ends[1]);
            QVERIFY(writeWhole(target, "12345"));
        }
        QVERIFY(!readToEnd(source, 4));
        QCOMPARE(errno, EFBIG);
    }

private:
    std::array<int, 2> m_ends{}; ///< of a pipe; cleanup() may find them closed
};

QTEST_APPLESS_MAIN(tst_FileDescriptor)
#include "tst_FileDescriptor.moc"
