// What is read ahead is the log: all of it, in order, also when nobody wants the rest.
#include "twin/app/log_ahead.hpp"

#include <gtest/gtest.h>

namespace dalian::app {
namespace {

/// Batches of one observation, every seventh record a report, every eleventh damaged.
class Numbers final : public history::HistoryReader {
 public:
  explicit Numbers(int n) : n_(n) {}
  Result<history::ReplayResult> replay(Instant, std::function<bool(history::Record&&)> const&) const override {
    return Error{"not asked for"};
  }
  Result<history::ReplayResult> replay_after(std::int64_t after,
                                             std::function<bool(history::Record&&)> const& visit) const override {
    history::ReplayResult result;
    for (int i = static_cast<int>(after); i < n_; ++i, ++result.records)
      if (!visit(record(i))) return result;
    return result;
  }
  Result<history::KeyframeSought> latest_keyframe(Instant) const override { return Error{"not asked for"}; }
  Result<history::HistoryRange> range() const override { return Error{"not asked for"}; }

 private:
  static history::Record record(int i) {
    history::Record r;
    r.t_twin = from_unix_ns(i);
    if (i % 7 == 0) {
      wire::FeedReport report;
      report.set_inputs(static_cast<std::uint64_t>(i));
      r.kind = history::RecordKind::report;
      r.bytes = report.SerializeAsString();
    } else {
      wire::Batch batch;
      batch.set_first_seq(static_cast<std::uint64_t>(i));
      batch.add_observations();
      r.bytes = batch.SerializeAsString();
    }
    if (i % 11 == 0) r.bytes = "\xff\xff";
    return r;
  }
  int n_;
};

TEST(LogAhead, HandsOutAllInOrder) {
  constexpr int kAll = 10'000;
  Numbers const numbers(kAll);
  LogAhead log(numbers, 5);
  std::uint64_t observations = 0, damaged = 0;
  int i = 5;
  while (LogAhead::Group const* const group = log.next()) {
    auto report = group->reports.begin();
    for (std::size_t k = 0; k < group->records.size(); ++k, ++i) {
      while (i % 11 == 0 && i % 7 != 0)
        ++i; // a damaged batch is left out; of a damaged report the time remains
      ASSERT_EQ(to_unix_ns(group->records[k].t_twin), i);
      auto const* const batch = group->records[k].batch;
      ASSERT_EQ(batch != nullptr, i % 7 != 0);
      ASSERT_TRUE(!batch || batch->first_seq() == static_cast<std::uint64_t>(i));
      if (report == group->reports.end() || report->record != k) continue;
      ASSERT_EQ(report++->report.inputs(), static_cast<std::uint64_t>(i));
    }
    EXPECT_EQ(report, group->reports.end());
    observations += group->observations;
    damaged += group->damaged;
  }
  ASSERT_TRUE(log.result());
  EXPECT_EQ(log.result()->records, kAll - 5U);
  EXPECT_EQ(damaged, 909U) << "11, 22, … 9999";
  EXPECT_EQ(observations, 7787U) << "9995 less 1428 sevenths and 909 elevenths, of which 129 are both";
}

TEST(LogAhead, MayBeLeftBeforeTheEnd) {
  Numbers const numbers(1'000'000'000);
  LogAhead log(numbers, 0);
  ASSERT_NE(log.next(), nullptr);
}

} // namespace
} // namespace dalian::app
