// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobTableModel.h"
#include "console/models/Roles.h"
#include "console/models/StateKind.h"
#include "tests/console/models/JobRows.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <random>

using namespace resync;
using namespace resync::console;
using domain::Status;
using test::dated;
using test::job;

namespace {

constexpr int Patience = 30000;

/// Order and filter changes arrive later; true once they are shown.
bool settle(JobTableModel &model)
{
    return QTest::qWaitFor([&] { return !model.isSettling(); }, Patience);
}

QStringList idsOf(const JobTableModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids << model.index(row, 0).data(IdRole).toString();
    return ids;
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class tst_JobTableModel final : public QObject
{
    Q_OBJECT

    std::unique_ptr<JobTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_model = std::make_unique<JobTableModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void rows_comeWorstFirst()
    {
        m_model->setJobs(dated({job("a", Status::Successful), job("b", Status::Error),
                                job("c", Status::Running), job("d", Status::Error)}));
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("b d c a"));
        QCOMPARE(m_model->totalCount(), 4);
        QCOMPARE(m_model->rowOf(domain::JobId("c")), 2);
        QCOMPARE(m_model->rowOf(domain::JobId("x")), -1);
    }

    void merge_emitsTheSmallestChanges()
    {
        m_model->sort(-1);
        m_model->setJobs(dated({job("a", Status::Ready), job("b", Status::Ready),
                                job("c", Status::Ready), job("d", Status::Ready)}));
        QVERIFY(settle(*m_model));
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        QSignalSpy layout(m_model.get(), &QAbstractItemModel::layoutChanged);
        const QPersistentModelIndex kept = m_model->index(3, JobTableModel::Name);

        m_model->setJobs(dated({job("a", Status::Ready), job("aa", Status::Ready),
                                job("c", Status::Running), job("d", Status::Ready)}));
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("a aa c d"));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 2);
        QCOMPARE(reset.count() + layout.count(), 0);
        QCOMPARE(kept.data(IdRole).toString(), QStringLiteral("d"));
    }

    void merge_ofTheSameRowsIsSilent()
    {
        m_model->setJobs(dated({job("a", Status::Ready)}));
        QVERIFY(settle(*m_model));
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        m_model->setJobs(dated({job("a", Status::Ready)}));
        QVERIFY(settle(*m_model));
        QCOMPARE(changed.count(), 0);
    }

    void age_touchesOnlyTheColumnThatCounts()
    {
        auto running = job("a", Status::Running);
        running.run.emplace().startedAt = test::at(-60);
        const auto first = dated({running});
        m_model->setJobs(first);
        QVERIFY(settle(*m_model));
        const QModelIndex span = m_model->index(0, JobTableModel::For);
        QCOMPARE(span.data().toString(), QStringLiteral("1 min"));
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        auto later = first;
        later.freshness.asOf = test::at(120);
        m_model->setJobs(later);
        QVERIFY(settle(*m_model));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex().column(), int(JobTableModel::For));
        QCOMPARE(span.data().toString(), QStringLiteral("3 min"));
    }

    void filter_keepsSelectionAndReportsWhatIsWrong()
    {
        m_model->setJobs(dated(
            {job("a", Status::Successful), job("b", Status::Error), job("c", Status::Running)}));
        QVERIFY(settle(*m_model));
        const QPersistentModelIndex selected = m_model->index(0, 0);
        QVERIFY(m_model->setFilter(QStringLiteral("status:error,running")).isEmpty());
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("b c"));
        QCOMPARE(selected.data(IdRole).toString(), QStringLiteral("b"));
        QVERIFY(m_model->setFilter(QStringLiteral("status:purple")).contains(u"running"));
        QVERIFY(m_model->setFilter(QStringLiteral("rc>4 deadline<04:00")).isEmpty());
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->rowCount(), 0); // unknown return codes match no comparison
        QVERIFY(m_model->setFilter(QStringLiteral("status:error,running")).isEmpty());
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->filter(), QStringLiteral("status:error,running"));
        QVERIFY(m_model->setFilter({}).isEmpty());
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->rowCount(), 3);
    }

    void sort_putsUnknownLastEitherWay()
    {
        auto early = job("a", Status::Running);
        early.deadlineAt = test::at(10);
        auto late = job("b", Status::Running);
        late.deadlineAt = test::at(20);
        m_model->setJobs(dated({early, late, job("c", Status::Running)}));
        m_model->sort(JobTableModel::Deadline, Qt::AscendingOrder);
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("a b c"));
        m_model->sort(JobTableModel::Deadline, Qt::DescendingOrder);
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("b a c"));
        QVERIFY(!m_model->index(2, JobTableModel::Deadline).data(SortRole).isValid());
        QCOMPARE(m_model->index(2, JobTableModel::Deadline).data().toString(), QStringLiteral("–"));
    }

    void everyColumn_sortsAndHasAHeader()
    {
        m_model->setJobs(dated({job("a", Status::Running), job("b", Status::Ready)}));
        for (int column = 0; column < JobTableModel::ColumnCount; ++column) {
            m_model->sort(column);
            QVERIFY(settle(*m_model));
            QVERIFY(!m_model->headerData(column, Qt::Horizontal).toString().isEmpty());
            QVERIFY(!m_model->index(0, column).data().toString().isEmpty());
        }
    }

    void newest_winsOverLateAnswers()
    {
        for (int i = 0; i < 20; ++i)
            m_model->setJobs(dated({job(std::to_string(i), Status::Ready)}));
        QVERIFY(settle(*m_model));
        QCOMPARE(idsOf(*m_model), words("19"));
        m_model->setJobs(dated({job("late", Status::Ready)}));
        m_model->clear();
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->rowCount(), 0);
    }

    void randomRefreshes_keepPersistentIndexesTrue_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("isWatched"); // the tester reads every cell at every signal
        QTest::newRow("few rows, watched") << 30 << true;
        QTest::newRow("many rows") << 400 << false;
    }
    void randomRefreshes_keepPersistentIndexesTrue()
    {
        QFETCH(int, size);
        QFETCH(bool, isWatched);
        if (!isWatched)
            m_tester.reset();
        std::minstd_rand random(7);
        const auto pick = [&](int below) { return static_cast<int>(random() % unsigned(below)); };
        for (int round = 0; round < 20; ++round) {
            std::vector<domain::Job> jobs;
            for (int i = 0; i < size; ++i)
                if (pick(4) != 0)
                    jobs.push_back(job("id" + std::to_string(i),
                                       domain::AllStatuses.at(std::size_t(pick(10)))));
            QList<std::pair<QPersistentModelIndex, QString>> held;
            for (int i = 0; i < 20 && m_model->rowCount() > 0; ++i) {
                const QModelIndex index = m_model->index(pick(m_model->rowCount()), pick(3));
                held.append({index, index.data(IdRole).toString()});
            }
            m_model->sort(pick(4) - 1, pick(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
            if (pick(3) == 0)
                m_model->setFilter(pick(2) == 0 ? QString() : QStringLiteral("-status:error"));
            m_model->setJobs(dated(jobs));
            QVERIFY(settle(*m_model));
            for (const auto &[index, id] : held) {
                const int row = m_model->rowOf(domain::JobId(id.toStdString()));
                QCOMPARE(index.isValid() ? index.row() : -1, row);
                if (index.isValid())
                    QCOMPARE(index.data(IdRole).toString(), id);
            }
        }
    }

    void destruction_whileBusy()
    {
        for (int round = 0; round < 200; ++round) {
            auto model = std::make_unique<JobTableModel>();
            model->setJobs(dated({job("a", Status::Ready), job("b", Status::Error)}));
            model->sort(round % 5);
            if (round % 2 == 0)
                QCoreApplication::processEvents();
        }
    }

    void twentyThousandRows_stayFluid()
    {
        m_tester.reset(); // it looks at every row on every change
        std::vector<domain::Job> jobs;
        for (int i = 0; i < 20000; ++i)
            jobs.push_back(
                job(std::to_string(100000 + i), domain::AllStatuses.at(std::size_t(i % 10))));
        m_model->setJobs(dated(std::move(jobs)));
        QVERIFY(settle(*m_model));
        QElapsedTimer timer;
        timer.start();
        m_model->setFilter(QStringLiteral("status:error"));
        m_model->sort(JobTableModel::Name, Qt::DescendingOrder);
        const auto blocked = timer.elapsed();
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->rowCount(), 2000);
        m_model->setFilter({});
        QVERIFY(settle(*m_model));
        QCOMPARE(m_model->rowCount(), 20000);
        QVERIFY2(blocked < 1000, qPrintable(QString::number(blocked)));
    }
};

QTEST_GUILESS_MAIN(tst_JobTableModel)
#include "tst_JobTableModel.moc"
