#include "connectors/common/publisher.hpp"
#include "tests/support/temp_folder.hpp"

#include "test_twin.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <unistd.h>

namespace dalian::connectors {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::uint64_t kNow = 1'790'000'000'000'000'000;

wire::Observation observation(std::string entity, std::uint64_t k, bool event = false) {
  wire::Observation o;
  o.set_entity(std::move(entity));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(kNow + k);
  o.set_t_rx(kNow + k * 1'000'000);
  o.mutable_fix()->set_lon_deg(121);
  o.mutable_fix()->set_lat_deg(39);
  o.set_event(event);
  return o;
}

/// The numbers k of the observations on the disk, in order of arrival.
std::vector<std::uint64_t> numbers(TestDisk& disk) {
  std::vector<std::uint64_t> out;
  std::lock_guard const lock(disk.mutex);
  for (auto const& batch : disk.batches)
    for (auto const& o : batch.observations())
      out.push_back(o.t_obs() - kNow);
  return out;
}

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> out;
  for (auto k = first; k <= last; ++k)
    out.push_back(k);
  return out;
}

class PublisherTest : public testing::Test {
 protected:
  PublisherConfig config(bool lose_nothing = false) const {
    PublisherConfig c;
    c.endpoint = endpoint();
    c.source = "ais-test";
    c.provenance = wire::RECORDED;
    c.spool = folder_.path() / "spool.sqlite";
    c.lose_nothing = lose_nothing;
    return c;
  }
  std::unique_ptr<Publisher> open(PublisherConfig c) const {
    auto opened = Publisher::open(std::move(c));
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(opened).value();
  }
  std::string endpoint() const { return "ipc://" + (folder_.path() / "twin").string(); }
  std::unique_ptr<TestTwin> start_twin(milliseconds commit_every = milliseconds(20)) {
    return std::make_unique<TestTwin>(endpoint(), disk_, commit_every);
  }
  static void poll_for(Publisher& publisher, milliseconds time) {
    for (auto const end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
      publisher.poll();
      std::this_thread::sleep_for(milliseconds(5));
    }
  }

  test::TempFolder folder_;
  TestDisk disk_;
};

TEST_F(PublisherTest, DeliversEverythingOnceAndInOrder) {
  auto const twin = start_twin();
  auto const publisher = open(config(true));
  for (std::uint64_t k = 1; k <= 30'000; ++k) // more than the credit
    publisher->publish(observation("v" + std::to_string(k % 50), k));
  EXPECT_TRUE(publisher->flush(seconds(20)));
  EXPECT_EQ(numbers(disk_), range(1, 30'000));
  for (auto const& batch : disk_.batches)
    EXPECT_EQ(batch.provenance(), wire::RECORDED);
}

TEST_F(PublisherTest, CutsTheSameBatchesEachTime) {
  std::vector<std::vector<std::pair<std::uint64_t, int>>> runs;
  for (int run = 0; run < 2; ++run) {
    TestDisk disk;
    TestTwin const twin(endpoint(), disk, milliseconds(5));
    auto c = config(true);
    c.repeatable = true;
    c.spool.clear();
    auto const publisher = open(c);
    for (std::uint64_t k = 1; k <= 3000; ++k) {
      publisher->publish(observation("v", k + k / 500 * 70));
      if (run == 1 && k % 500 == 0) std::this_thread::sleep_for(milliseconds(60));
      if (run == 1) publisher->poll();
    }
    ASSERT_TRUE(publisher->flush(seconds(20)));
    runs.emplace_back();
    for (auto const& batch : disk.batches)
      runs.back().emplace_back(batch.t_sent(), batch.observations_size());
  }
  EXPECT_EQ(runs[0], runs[1]);
}

TEST_F(PublisherTest, SpoolsEventsAndKeepsTheNewestSampleWhileThereIsNoTwin) {
  std::vector<std::string> notes;
  auto c = config();
  c.note = [&](std::string const& text) { notes.push_back(text); };
  auto const publisher = open(c);
  for (std::uint64_t k = 1; k <= 1000; ++k)
    publisher->publish(observation("v" + std::to_string(k % 2), k, k % 10 == 0));
  for (int i = 0; i < 400 && notes.empty(); ++i)
    poll_for(*publisher, milliseconds(50));
  EXPECT_GT(publisher->counters().get("spooled"), 0U);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0], HasSubstr("waiting"));

  auto const twin = start_twin();
  EXPECT_TRUE(publisher->flush(seconds(10)));
  auto expected = range(1, 0);
  for (std::uint64_t k = 10; k <= 1000; k += 10)
    expected.push_back(k);
  expected.push_back(999); // v1's newest sample; v0's before it
  expected.push_back(998);
  EXPECT_THAT(numbers(disk_), testing::UnorderedElementsAreArray(expected));
  EXPECT_EQ(publisher->counters().get("coalesced"), 1000U - 100U - 2U);
  EXPECT_EQ(publisher->counters().get("lost"), 0U);
  EXPECT_THAT(notes.back(), HasSubstr("connected"));
}

TEST_F(PublisherTest, EachQuantityOfAMeterIsKeptWhileThereIsNoTwin) {
  auto const publisher = open(config());
  for (std::uint64_t k = 1; k <= 100; ++k) {
    auto o = observation("meter", k);
    o.mutable_sensor()->set_quantity(k % 2 == 0 ? "power_kw" : "energy_kwh");
    o.mutable_sensor()->set_number(1);
    publisher->publish(std::move(o));
  }
  poll_for(*publisher, milliseconds(50));
  auto const twin = start_twin();
  EXPECT_TRUE(publisher->flush(seconds(10)));
  EXPECT_THAT(numbers(disk_), testing::UnorderedElementsAre(99, 100)); // the newest of each
}

TEST_F(PublisherTest, DeliversEventsOfAnEarlierStartFirstAndOnce) {
  {
    auto const first = open(config());
    for (std::uint64_t k = 1; k <= 500; ++k)
      first->publish(observation("v", k, true));
    EXPECT_FALSE(first->flush(milliseconds(100)));
  }
  auto twin = start_twin();
  auto const second = open(config());
  for (std::uint64_t k = 501; k <= 600; ++k)
    second->publish(observation("v", k, true));
  EXPECT_TRUE(second->flush(seconds(10)));
  EXPECT_EQ(numbers(disk_), range(1, 600));
}

TEST_F(PublisherTest, LosesNothingAndRepeatsNothingWhenTheTwinIsKilledAgainAndAgain) {
  unsigned const seed = 31;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  auto twin = start_twin();
  auto const publisher = open(config(true));
  auto const sent_again = [&] { return publisher->counters().get("sent_again"); };
  std::uint64_t k = 0;
  // At least ten, and on until one found the publisher with something on its way: a slow machine needs more.
  for (int kill = 0; kill < 10 || (sent_again() == 0 && kill < 200); ++kill) {
    for (auto const end = k + 500 + random() % 2000; k < end;)
      publisher->publish(observation("v", ++k, random() % 2 == 0));
    poll_for(*publisher, milliseconds(random() % 40));
    auto const acknowledged = publisher->stored_seq();
    twin.reset();
    EXPECT_GE(numbers(disk_).size(), acknowledged);
    twin = start_twin();
  }
  EXPECT_TRUE(publisher->flush(seconds(20)));
  EXPECT_EQ(numbers(disk_), range(1, k));
  EXPECT_GT(sent_again(), 0U);
}

TEST_F(PublisherTest, WaitsForEventsUntilTheyAreOnDisk) {
  auto const twin = start_twin(milliseconds(0));
  auto const publisher = open(config());
  publisher->publish(observation("v", 1, true));
  for (int i = 0; i < 400 && publisher->queued_seq() == 0; ++i)
    poll_for(*publisher, milliseconds(50)); // until it is in the twin's memory
  EXPECT_FALSE(publisher->flush(milliseconds(1500)));
  EXPECT_EQ(publisher->queued_seq(), 1U);
  EXPECT_EQ(publisher->stored_seq(), 0U);
}

TEST_F(PublisherTest, IsContentWithSamplesInMemoryWhenTheDiskIsStuck) {
  auto const twin = start_twin(milliseconds(0));
  auto const publisher = open(config());
  publisher->publish(observation("v", 1));
  EXPECT_TRUE(publisher->flush(seconds(60)));
}

TEST_F(PublisherTest, TellsHowItsInputFaresAndThatItHasEnded) {
  auto const twin = start_twin();
  auto const publisher = open(config());
  publisher->publish(observation("v", 1));
  wire::FeedReport report;
  report.set_protocol("ais");
  report.set_inputs(3);
  (*report.mutable_outcomes())["decoded"] = 1;
  (*report.mutable_outcomes())["bad_checksum"] = 2;
  report.set_finished(true);
  publisher->report(report);
  EXPECT_TRUE(publisher->flush(seconds(60)));
  EXPECT_TRUE(twin->report().finished());
  EXPECT_EQ(twin->report().inputs(), 3U);
  EXPECT_EQ(twin->report().source(), "ais-test");
  EXPECT_EQ(twin->report().details().at("sealed"), 1U);
  EXPECT_EQ(numbers(disk_).size(), 1U);
}

TEST_F(PublisherTest, StopsWhenANewerConnectorSpeaksForItsSource) {
  auto const twin = start_twin();
  auto c = config();
  c.spool.clear();
  auto const first = open(c);
  first->publish(observation("v", 1));
  ASSERT_TRUE(first->flush(seconds(60)));
  auto const second = open(c);
  second->publish(observation("v", 2));
  ASSERT_TRUE(second->flush(seconds(60)));
  first->publish(observation("v", 3));
  EXPECT_FALSE(first->flush(seconds(5)));
  EXPECT_THAT(first->trouble(), HasSubstr("another connector"));
}

TEST_F(PublisherTest, ExplainsASpoolThatAnotherConnectorHolds) {
  auto const first = open(config());
  auto const second = Publisher::open(config());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("in use by another connector"));
}

TEST_F(PublisherTest, ExplainsABadSourceAndABadAddress) {
  auto c = config();
  c.source = "a/b";
  EXPECT_THAT(Publisher::open(c).error(), HasSubstr("source 'a/b'"));
  c = config();
  c.endpoint = "twin";
  EXPECT_THAT(Publisher::open(c).error(), HasSubstr("twin address 'twin'"));
}

} // namespace
} // namespace dalian::connectors
