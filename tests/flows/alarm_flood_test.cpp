// 10 000 alarms in a minute, half of them critical, while an operator works: the window stays as quick as before, a
// flood of what is not critical is a line a rule, and what is pressed is done.
#include "connectors/common/publisher.hpp"
#include "tests/flows/shown_window.hpp"
#include "tests/flows/twin_programs.hpp"

#include <atomic>
#include <csignal>
#include <fmt/format.h>
#include <thread>

namespace dalian {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::kLong;

constexpr unsigned kSensors = 10'000;
constexpr char const* kRules = R"([limits]
open_per_rule = 10000

[[rule]]
id = "leak"
kind = "limit"
severity = "critical"
name_zh = "泄漏"
name_ja = "漏えい"
name_en = "Leak"
applies_to = ["sensor"]
quantity = "leak_alarm"
above = 0.5
hysteresis = 0

[[rule]]
id = "gale"
kind = "limit"
severity = "medium"
name_zh = "大风"
name_ja = "強風"
name_en = "Gale"
applies_to = ["sensor"]
quantity = "wind_gust_mps"
above = 20
hysteresis = 2
)";

/// Sensors that report a leak or a gale, once each, a hundred more each half second.
class Sensors {
 public:
  explicit Sensors(std::string const& ingest)
      : thread_([this, ingest](std::stop_token const& stop) {
          connectors::PublisherConfig config;
          config.endpoint = ingest;
          config.source = "flood";
          config.provenance = wire::SYNTHETIC;
          auto const publisher = connectors::Publisher::open(std::move(config)).value();
          auto due = std::chrono::steady_clock::now();
          while (!stop.stop_requested()) {
            unsigned const before = told_;
            for (unsigned i = before; i < std::min(before + 100, kSensors); ++i)
              publisher->publish(of(i));
            publisher->flush(5s);
            told_ = std::min(before + 100, kSensors);
            std::this_thread::sleep_until(due += 500ms);
          }
        }) {}
  unsigned told() const { return told_; }

 private:
  static wire::Observation of(unsigned i) {
    wire::Observation o;
    o.set_entity(fmt::format("sensor:flood-{:05}", i));
    o.set_kind(wire::SENSOR);
    o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
    o.set_t_rx(o.t_obs());
    o.mutable_fix()->set_lon_deg(121.60 + 0.0005 * (i % 100));
    o.mutable_fix()->set_lat_deg(39.25 + 0.0005 * (i / 100));
    o.mutable_fix()->set_sigma_m(1);
    bool const leak = i % 2 == 0;
    o.mutable_sensor()->set_quantity(leak ? "leak_alarm" : "wind_gust_mps");
    if (leak)
      o.mutable_sensor()->set_state(1);
    else
      o.mutable_sensor()->set_number(28);
    return o;
  }
  std::atomic<unsigned> told_{0};
  std::jthread thread_;
};

TEST(AlarmFlood, TheOperatorsWindowStaysUsable) {
  test::TwinPrograms const programs;
  setenv("XDG_CONFIG_HOME", programs.folder().c_str(), 1);
  auto const rules = programs.folder() / "rules.toml", dump_file = programs.folder() / "ui.json";
  std::ofstream(rules) << kRules;
  auto const twind = programs.start_twind({"--alarms", rules.string()});
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--connect", programs.requests(), "--workplace", "operator",
                        "--size", "1280x720", "--lang", "en", "--quality", "plain", "--ui-dump", dump_file.string()});
  test::ShownWindow const window(dump_file);
  ASSERT_TRUE(window.comes("alarms.none", "")) << viewer.err();
  ASSERT_TRUE(eventually(kLong, [&] { return window.frame() > 20; }));
  double const calm_ms = window.dump()["panels_cpu_ms"]["p50"];

  auto const begun = std::chrono::steady_clock::now();
  Sensors const sensors(programs.ingest());
  ASSERT_TRUE(eventually(240s, [&] { return window.shows("alarms.count", "/ 10000"); })) << sensors.told() << " told";
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begun;
  // One line for all but those few that were there before the flood.
  auto const folded = window.all("flood gale");
  ASSERT_EQ(folded.size(), 1U) << window.dump()["texts"].dump(1);
  EXPECT_GT(std::stoul(folded[0].substr(folded[0].find(": ") + 2)), kSensors / 2 - 20) << folded[0];
  EXPECT_TRUE(window.all("flood leak").empty()) << "what is critical is never folded";

  auto const texts = window.dump()["texts"].size();
  EXPECT_LT(texts, 100U) << "of 5000 critical alarms only those on the screen are made";
  auto const frame = window.frame();
  ASSERT_TRUE(eventually(kLong, [&] { return window.frame() > frame + 30; }));
  auto const cost = window.dump()["panels_cpu_ms"];
  double const flood_ms = cost["p50"], worst_ms = cost["p99"];
  fmt::print("10 000 alarms in {:.0f} s; panels of a frame: {:.2f} ms before, {:.2f} ms in the flood (99 %: {:.2f})\n",
             took.count(), calm_ms, flood_ms, worst_ms);
  EXPECT_LT(flood_ms, 8) << "half of a frame of 60 a second, of processor time";

  test::focus_window();
  test::xdotool({"key", "k"});
  EXPECT_TRUE(window.comes("alarms.count", "9999 / 10000")) << "it is acknowledged";
  EXPECT_LE(window.dump()["input"]["most_frames"], 2) << "and the window is as quick as ever";
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

} // namespace
} // namespace dalian
