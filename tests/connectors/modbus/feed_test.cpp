// The feed and the command against a real Modbus server (pymodbus): values, exceptions, a silent unit, a server that
// dies.
#include "connectors/modbus/feed.hpp"
#include "connectors/modbus/poll_record.hpp"

#include "tests/support/free_port.hpp"
#include "tests/support/process.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::modbus {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Sink : public connectors::ObservationSink {
 public:
  void publish(wire::Observation observation) override { all.push_back(std::move(observation)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
  int count(std::string const& quantity) const {
    return static_cast<int>(
        std::ranges::count_if(all, [&](auto const& o) { return o.sensor().quantity() == quantity; }));
  }
  std::vector<wire::Observation> all;
};

class ModbusFeed : public testing::Test {
 protected:
  void start_server() {
    auto const script = std::string(std::getenv("DALIAN_SOURCE")) + "/tests/connectors/modbus/server.py";
    server_.emplace(std::vector<std::string>{"/usr/bin/python3", "-u", script, std::to_string(port_)});
    for (auto const end = Clock::now() + 60s; server_->out().find("ready") == std::string::npos;) {
      ASSERT_TRUE(server_->running()) << server_->err();
      ASSERT_LT(Clock::now(), end) << server_->err();
      std::this_thread::sleep_for(20ms);
    }
  }
  std::filesystem::path write_map(std::string const& more = "") const {
    auto const file = folder_.path() / "map.toml";
    std::ofstream(file) << fmt::format(R"([[device]]
entity = "meter:1"
address = "127.0.0.1:{0}"
period_s = 0.2
timeout_s = 5
position = [[121.8, 39.0]]
[[device.value]]
quantity = "voltage_v"
table = "input_registers"
address = 0
type = "f32"
[[device.value]]
quantity = "power_kw"
number = 40011
type = "i16"
scale = 0.1
[[device.value]]
quantity = "switch_closed"
table = "coils"
address = 3
{1})",
                                       port_, more);
    return file;
  }
  Feed feed(std::string const& more, unsigned rounds, std::ostream* json = nullptr) {
    return Feed(read_map(write_map(more)).value(), rounds, {&sink_, json});
  }

  test::TempFolder folder_;
  std::uint16_t port_ = test::free_port();
  std::optional<test::Process> server_;
  Sink sink_;
};

constexpr char kIllegal[] = R"([[device]]
entity = "meter:2"
address = "127.0.0.1:{}"
timeout_s = 5
[[device.value]]
quantity = "power_kw"
table = "holding_registers"
address = 200
)";

TEST_F(ModbusFeed, ARecordingTellsTheSameByteForByte) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  auto const recording = folder_.path() / "m.rec";
  auto const devices = read_map(write_map(fmt::format(kIllegal, port_))).value();
  connectors::ArrivalClock clock;
  std::ostringstream json;
  auto writer = connectors::RecordingWriter::open(recording, "{}").value();
  connectors::Tape tape(*writer, clock, {});
  Feed original(devices, 2, {&sink_, &json}, {&tape, nullptr});
  while (original.step(100ms)) {
  }
  writer->flush();
  connectors::Player player(connectors::RecordingReader::open(recording).value(), {.speed = 0}, clock);
  Sink again;
  std::ostringstream json_again;
  Feed replay(devices, 0, {&again, &json_again}, {nullptr, &player});
  while (replay.step(100ms)) {
  }
  ASSERT_GT(sink_.all.size(), 5U);
  ASSERT_EQ(again.all.size(), sink_.all.size());
  for (std::size_t i = 0; i < again.all.size(); ++i)
    EXPECT_EQ(again.all[i].SerializeAsString(), sink_.all[i].SerializeAsString());
  EXPECT_EQ(json_again.str(), json.str());
  EXPECT_EQ(replay.counts().outcomes.get("exception_2"), 2U);
}

TEST_F(ModbusFeed, ARecordingOfAnotherMapIsCountedAndTellsNothing) {
  auto const recording = folder_.path() / "m.rec";
  auto const devices = read_map(write_map()).value();
  connectors::ArrivalClock clock;
  {
    auto writer = connectors::RecordingWriter::open(recording, "{}").value();
    connectors::Tape tape(*writer, clock, {});
    keep_poll({0, 0, from_unix_ns(1), Words{1, 2, 3, 4, 5, 6, 7}}, tape); // as long as none of its requests
    keep_poll({9, 0, from_unix_ns(1), Words{1, 2}}, tape);
    keep_poll({0, 9, from_unix_ns(1), Words{1, 2}}, tape);
    tape.take({.kind = connectors::RecordedInput::Kind::line, .bytes = "text"});
  }
  connectors::Player player(connectors::RecordingReader::open(recording).value(), {.speed = 0}, clock);
  Feed replay(devices, 0, {&sink_, nullptr}, {nullptr, &player});
  while (replay.step(100ms)) {
  }
  EXPECT_EQ(replay.counts().outcomes.get("not_of_this_map"), 4U);
  EXPECT_TRUE(sink_.all.empty());
}

TEST_F(ModbusFeed, TakesValuesOnceARoundAndCountsExceptions) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  std::ostringstream json;
  auto feed = this->feed(fmt::format(kIllegal, port_), 2, &json);
  while (feed.step(100ms)) {
  }
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 6U);
  EXPECT_EQ(feed.counts().outcomes.get("exception_2"), 2U);
  EXPECT_EQ(feed.counts().inputs(), 8U);
  EXPECT_EQ(feed.counts().details.get("values"), 6U);
  ASSERT_EQ(sink_.all.size(), 7U); // the position once
  EXPECT_EQ(sink_.all[0].fix().lon_deg(), 121.8);
  for (auto const& o : sink_.all) {
    EXPECT_EQ(o.entity(), "meter:1");
    if (o.sensor().quantity() == "voltage_v") {
      EXPECT_EQ(o.sensor().number(), 41.5);
    }
    if (o.sensor().quantity() == "power_kw") {
      EXPECT_DOUBLE_EQ(o.sensor().number(), -25);
    }
    if (o.sensor().quantity() == "switch_closed") {
      EXPECT_EQ(o.sensor().state(), 1U);
    }
  }
  EXPECT_NE(json.str().find(R"("reject":"exception_2")"), std::string::npos) << json.str();
}

TEST_F(ModbusFeed, ASilentUnitIsCountedAndAskedMoreAndMoreSeldom) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  auto feed =
      this->feed(fmt::format("[[device]]\nentity = \"meter:9\"\naddress = \"localhost:{}\"\nunit = 9\nperiod_s = 0.2\n"
                             "timeout_s = 0.1\n[[device.value]]\nquantity = \"power_kw\"\nnumber = 40001\n",
                             port_),
                 0);
  for (auto const end = Clock::now() + 60s;
       feed.counts().outcomes.get("timeout") < 3 || sink_.count("voltage_v") < 8;) {
    ASSERT_LT(Clock::now(), end);
    feed.step(50ms);
  }
  EXPECT_NE(feed.describe().find("2 devices at 2 addresses (1 do not answer)"), std::string::npos) << feed.describe();
  EXPECT_LE(feed.counts().outcomes.get("timeout"), feed.counts().outcomes.get("decoded") / 3);
}

TEST_F(ModbusFeed, GoesOnWithAServerThatWasRestarted) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  auto feed = this->feed("", 0);
  auto const until = [&](auto const& condition) {
    for (auto const end = Clock::now() + 60s; !condition() && Clock::now() < end;)
      feed.step(50ms);
    return condition();
  };
  ASSERT_TRUE(until([&] { return sink_.count("power_kw") >= 2; }));
  server_.reset();
  ASSERT_TRUE(until([&] { return feed.counts().outcomes.get("unreachable") >= 2; }));
  auto const before = sink_.count("power_kw");
  ASSERT_NO_FATAL_FAILURE(start_server());
  EXPECT_TRUE(until([&] { return sink_.count("power_kw") >= before + 2; }));
}

TEST_F(ModbusFeed, TheCommandPollsAndPrints) {
  ASSERT_NO_FATAL_FAILURE(start_server());
  auto const twinfeed = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {test::program("twinfeed"), "modbus"});
    return test::run(arguments);
  };
  auto const ran = twinfeed({"--map", write_map().string(), "--rounds", "1", "--out", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  std::istringstream lines(ran.out);
  std::string line;
  std::map<std::string, nlohmann::json> values;
  while (std::getline(lines, line)) {
    auto const json = nlohmann::json::parse(line);
    for (auto const& value : json.at("values"))
      values[value.at("quantity")] = value.at("value");
  }
  EXPECT_EQ(values["voltage_v"], 41.5);
  EXPECT_EQ(values["switch_closed"], 1);
  EXPECT_EQ(twinfeed({"--map", "/no/such.toml", "--out", "count"}).status, 1);
  EXPECT_EQ(twinfeed({"--out", "count"}).status, 2);
  EXPECT_NE(twinfeed({"--quantities"}).out.find("power_kw"), std::string::npos);
}

} // namespace
} // namespace dalian::modbus
