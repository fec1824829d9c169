// A day of the synthetic city through our own decoders into fusion and alarms, faster than time: what instruments do
// wrong is marked where it is shown, and an operator is called for what he would want to be called for.
#include "connectors/app/synth_feed.hpp"
#include "connectors/modbus/to_wire.hpp"
#include "connectors/mqtt/feed.hpp"
#include "connectors/ngsi/feed.hpp"
#include "connectors/utilities/meter_gateways.hpp"
#include "connectors/utilities/meter_registers.hpp"
#include "connectors/utilities/ngsi_entities.hpp"
#include "connectors/utilities/publications.hpp"
#include "tests/connectors/utilities/made_city.hpp"
#include "twin/alarms/alarm_book.hpp"
#include "twin/alarms/rules_file.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/state/snapshot_store.hpp"

#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>
#include <set>

namespace dalian::utilities {
namespace {

using test::instant;

struct BatchSink final : connectors::ObservationSink {
  wire::Batch batch;
  void publish(wire::Observation o) override { *batch.add_observations() = std::move(o); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

class Packets final : public connectors::PacketSource {
 public:
  explicit Packets(std::deque<Publication>& sent) : sent_(sent) {}
  Next next(connectors::Packet& packet, std::chrono::milliseconds) override {
    if (sent_.empty()) return Next::idle;
    current_ = std::move(sent_.front());
    sent_.pop_front();
    packet = {};
    packet.topic = current_.topic;
    packet.bytes = {reinterpret_cast<std::uint8_t const*>(current_.payload.data()), current_.payload.size()};
    return Next::packet;
  }
  std::string describe() const override { return "the city"; }

 private:
  std::deque<Publication>& sent_;
  Publication current_;
};

class Documents final : public connectors::DocumentSource {
 public:
  explicit Documents(std::deque<std::string>& sent) : sent_(sent) {}
  Next next(std::chrono::milliseconds) override {
    if (sent_.empty()) return Next::idle;
    text_ = std::move(sent_.front());
    sent_.pop_front();
    return Next::document;
  }
  std::string describe() const override { return "the city"; }

 private:
  std::deque<std::string>& sent_;
};

alarms::RuleSet rules() {
  std::filesystem::path const source = std::getenv("DALIAN_SOURCE");
  auto set = alarms::read_rules(source / "assets/config/alarms.toml", source / "assets/city");
  EXPECT_TRUE(set) << set.error();
  return std::move(*set);
}

/// The whole way of one day, without sockets: each look brings what is due through the connectors' decoders.
class Day {
 public:
  explicit Day(Instant start)
      : city(test::inputs(), start), clock_(start), devices_(modbus_map()),
        mqtt_(std::make_unique<Packets>(publications_), mqtt_map(), Crs::wgs84, {&sink_, nullptr}, clock_),
        ngsi_(documents(), {}, clock_, {&sink_, nullptr}), book(rules()) {}

  void look(Instant t, bool meters) {
    clock_.set(t);
    city.advance(t);
    for (auto& p : published_.due(city, 1))
      publications_.push_back(std::move(p));
    while (!publications_.empty())
      mqtt_.step({});
    if (meters) {
      for (auto const& entity : ngsi_entities(city))
        documents_.push_back(entity.json);
      while (!documents_.empty())
        ngsi_.step({});
      read_meters(t);
    }
    sink_.batch.set_source("city");
    fusion.take(t, sink_.batch);
    sink_.batch.Clear();
    auto changes = fusion.take_changes();
    auto const snapshot = store_.publish(t, std::move(changes.changed), changes.removed);
    for (auto const& entry : book.evaluate(*snapshot, t).log)
      if (entry.event == alarms::Event::onset) raised.push_back(entry);
    watch(*snapshot, t);
  }

  /// Rejects of any decoder.
  std::uint64_t rejects() const {
    auto const& m = mqtt_.counts().outcomes;
    auto const& n = ngsi_.counts().outcomes;
    return m.sum() - m.get("decoded") + n.sum() - n.get("decoded") - n.get("unchanged") + impossible_;
  }

  City city;
  fusion::Fusion fusion;
  std::vector<alarms::LogEntry> raised;
  std::set<std::string> outliers, stale; // meters that were marked while they were at fault

 private:
  std::vector<modbus::Device> modbus_map() {
    auto const file = folder_.path() / "modbus.toml";
    std::ofstream(file) << MeterGateways::open(city, "127.0.0.1", 0).value().map(60);
    return modbus::read_map(file).value();
  }
  mqtt::QuantityMap mqtt_map() {
    auto const file = folder_.path() / "mqtt.toml";
    std::ofstream(file) << Publications::map(city);
    return mqtt::read_map(file).value();
  }
  std::vector<std::unique_ptr<connectors::DocumentSource>> documents() {
    std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
    sources.push_back(std::make_unique<Documents>(documents_));
    return sources;
  }

  void read_meters(Instant t) {
    std::vector<wire::Observation> told;
    for (std::size_t i = 0; i < devices_.size(); ++i) {
      auto const shown = city.reading(i);
      if (!shown) continue;
      auto const words = write_registers(city.meters().meters()[i].medium, *shown);
      connectors::Teller teller(devices_[i].entity, wire::SENSOR, t, told);
      for (auto const& value : devices_[i].values)
        if (modbus::tell(value, std::span(words).subspan(value.address, value.count), t, teller) != "values")
          ++impossible_;
    }
    for (auto& o : told)
      sink_.publish(std::move(o));
  }

  void watch(state::Snapshot const& snapshot, Instant t) {
    snapshot.for_each([&](state::TrackView track) {
      if (!track.details().entity.starts_with("meter:")) return;
      for (auto const& reading : track.details().readings) {
        if (reading.outlier) outliers.insert(track.details().entity);
        if (state::is_stale(reading, t)) stale.insert(track.details().entity);
      }
    });
  }

  dalian::test::TempFolder folder_;
  ManualClock clock_;
  BatchSink sink_;
  std::deque<Publication> publications_;
  std::deque<std::string> documents_;
  Publications published_;
  std::vector<modbus::Device> devices_;
  mqtt::Feed mqtt_;
  ngsi::Feed ngsi_;
  state::SnapshotStore store_{1};
  std::uint64_t impossible_ = 0;

 public:
  alarms::AlarmBook book;
};

TEST(CityDay, AnOperatorIsCalledForTheLeakAndForNothingElse) {
  auto const midnight = instant("2026-09-26T00:00:00+08:00");
  Day day(midnight);
  constexpr int kLook_s = 120;
  for (int second = kLook_s; second < 86'400;) {
    bool const leak = second >= 15 * 3600 - kLook_s && second < 15 * 3600 + kLook_s;
    day.look(midnight + std::chrono::seconds(second), second % kLook_s == 0);
    second += leak ? 1 : kLook_s;
  }
  EXPECT_EQ(day.rejects(), 0U);
  ASSERT_EQ(day.raised.size(), 1U) << (day.raised.size() > 1 ? day.raised[1].rule + " " + day.raised[1].subject : "");
  auto const& leak = day.raised[0];
  EXPECT_EQ(leak.rule, "gas-leak");
  EXPECT_EQ(leak.subject, "hydrogen-bay:xizhongdao-2");
  double const after_s = to_seconds(leak.t - midnight) - 15 * 3600;
  EXPECT_GT(after_s, 0);
  EXPECT_LT(after_s, 30) << "while the valve is still open";
  // What was wrong with instruments, and what of it was seen: a stuck one looks like one that stands still.
  int wrong = 0;
  for (std::size_t i = 0; i < day.city.meters().meters().size(); ++i) {
    auto const& fault = day.city.fault(i);
    if (!fault) continue;
    ++wrong;
    auto const& entity = day.city.meters().meters()[i].entity;
    if (fault->kind == FaultKind::offline) {
      EXPECT_TRUE(day.stale.contains(entity)) << entity;
    }
    if (fault->kind == FaultKind::spike || fault->kind == FaultKind::wrong_scale) {
      EXPECT_TRUE(day.outliers.contains(entity)) << entity;
    }
  }
  EXPECT_GT(wrong, 10);
  std::set<std::string> offline;
  for (std::size_t i = 0; i < day.city.meters().meters().size(); ++i)
    if (day.city.fault(i) && day.city.fault(i)->kind == FaultKind::offline)
      offline.insert(day.city.meters().meters()[i].entity);
  EXPECT_EQ(day.stale, offline) << "nobody else is stale";
}

/// The port as the twin sees it: the ships of its quays and those that call, by AIS through decoder and fusion.
class PortDay {
 public:
  explicit PortDay(synth::SynthStream stream) : stream_(std::move(stream)), item_(stream_.next()), feed_(sink_) {
    sink_.batch.set_source("ais");
  }

  void look(Instant t) {
    for (; item_ && item_->at <= t; item_ = stream_.next())
      feed_.take(*item_);
    fusion_.take(t, sink_.batch);
    sink_.batch.clear_observations();
    auto changes = fusion_.take_changes();
    snapshot = store_.publish(t, std::move(changes.changed), changes.removed);
    for (auto const& entry : book_.evaluate(*snapshot, t).log)
      if (entry.event == alarms::Event::onset) raised.push_back(entry);
  }

  /// Middles of the hulls that say they are moored.
  std::vector<MapPoint> moored() const {
    std::vector<MapPoint> out;
    snapshot->for_each([&](state::TrackView track) {
      if (track->nav_status == 5U) out.push_back(track->position);
    });
    return out;
  }

  std::shared_ptr<state::Snapshot const> snapshot;
  std::vector<alarms::LogEntry> raised;

 private:
  BatchSink sink_;
  synth::SynthStream stream_;
  std::optional<synth::SynthItem> item_;
  connectors::SynthFeed feed_;
  fusion::Fusion fusion_;
  state::SnapshotStore store_{1};
  alarms::AlarmBook book_{rules()};
};

/// Of the [[ship_call]]s of the day each comes, is worked and goes, as an operator would see it: no crane works before
/// a berth that the twin shows empty, and nobody is called for ships that do as they should.
TEST(CityDay, ShipsComeAndGoTheirCranesFollowAndNobodyIsCalled) {
  auto in = test::inputs();
  in.fleet.voyages.clear();
  in.fleet.anchorages.clear();
  in.fleet.grounds.clear();
  in.fleet.aids.clear();
  auto const midnight = instant("2026-09-26T00:00:00+08:00");
  auto stream = synth::SynthStream::make(in.fleet, {}, {.start = midnight, .seconds = 86'400, .road = false});
  ASSERT_TRUE(stream) << stream.error();
  PortDay day(std::move(*stream));
  Port const port(in.plan.port, moored_ships(in.fleet, in.seed), in.seed);
  std::map<std::size_t, int> ships; // minutes with so many at the quays
  int working = 0;
  for (int second = 5; second < 86'400; second += 5) {
    day.look(midnight + std::chrono::seconds(second));
    if (second % 600 != 300) continue; // not the minute in which somebody comes or goes
    auto const moored = day.moored();
    ++ships[moored.size()];
    Moment now;
    now.t = midnight + std::chrono::seconds(second);
    now.second_of_day = second;
    std::vector<Thing> things;
    port.tell(now, things);
    for (auto const& thing : things) {
      if (thing.kind != "crane" || thing.status != "working") continue;
      ++working;
      auto const at = to_map(thing.place);
      EXPECT_TRUE(std::ranges::any_of(moored, [&](MapPoint p) { return distance_m(at, p) < 300; }))
          << thing.id << " works before an empty berth at second " << second;
    }
  }
  EXPECT_GT(working, 144 * 6);
  EXPECT_GE(ships.rbegin()->first, ships.begin()->first + 3) << "ships come and go";
  for (auto const& alarm : day.raised)
    ADD_FAILURE() << alarm.rule << ' ' << alarm.subject << ' ' << format_utc(alarm.t, 0);
}

} // namespace
} // namespace dalian::utilities
