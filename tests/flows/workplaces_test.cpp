// One whole task of a workplace as a person does it: a display of our own (Xvfb), keys by xdotool, and in the end what
// the twin holds, the file that was written and a screenshot that is read.
#include "connectors/common/publisher.hpp"
#include "renderer/ui/actions.hpp"
#include "tests/flows/twin_programs.hpp"
#include "tests/support/display.hpp"
#include "tests/support/screen_reader.hpp"
#include "twin/history/incidents.hpp"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace dalian {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::eventually;
using testing::HasSubstr;

constexpr auto kLong = 120s; // for a slow machine without a graphics card
constexpr char const* kCar = "car:T1-99";

/// A test vehicle that says it drives T1 and stands some 80 m beside it, ten times a second until the object goes.
class StrayCar {
 public:
  explicit StrayCar(std::string const& ingest)
      : thread_([ingest](std::stop_token const& stop) {
          connectors::PublisherConfig config;
          config.endpoint = ingest;
          config.source = "stray";
          config.provenance = wire::SYNTHETIC;
          auto const publisher = connectors::Publisher::open(std::move(config)).value();
          while (!stop.stop_requested()) {
            publisher->publish(said());
            publisher->flush(1s);
            std::this_thread::sleep_for(100ms);
          }
        }) {}

 private:
  static wire::Observation said() {
    wire::Observation o;
    o.set_entity(kCar);
    o.set_kind(wire::ROAD_VEHICLE);
    o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
    o.set_t_rx(o.t_obs());
    o.mutable_fix()->set_lon_deg(121.6665); // the first side of T1 runs through 121.6665, 39.26275
    o.mutable_fix()->set_lat_deg(39.26345);
    o.mutable_fix()->set_sigma_m(1);
    o.mutable_fix()->set_speed_mps(0);
    o.mutable_road_vehicle()->set_label("T1-99");
    o.mutable_road_vehicle()->set_route("cv-t1");
    o.mutable_road_vehicle()->set_mode(1);
    o.mutable_road_vehicle()->set_vehicle_type("car");
    return o;
  }
  std::jthread thread_;
};

class WorkplaceTest : public testing::Test {
 protected:
  WorkplaceTest() {
    setenv("XDG_CONFIG_HOME", programs.folder().c_str(), 1);
    setenv("DALIAN_REPORTS", programs.folder().c_str(), 1);
  }

  nlohmann::json dump() const {
    std::ifstream in(dump_file);
    return in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  }
  /// What stands under a key; "" where nothing does.
  std::string shown(std::string const& key) const {
    auto const json = dump();
    if (!json.is_object()) return {};
    for (auto const& text : json["texts"])
      if (text["key"] == key) return text["value"];
    return {};
  }
  bool shows(std::string const& key, std::string const& part) const {
    return shown(key).find(part) != std::string::npos;
  }
  std::vector<float> box_of(std::string const& panel) const {
    auto const json = dump();
    if (!json.is_object()) return {};
    for (auto const& p : json["panels"])
      if (p["panel"] == panel) return p["box"].get<std::vector<float>>();
    return {};
  }
  static void xdotool(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    auto const finished = test::run(words);
    ASSERT_EQ(finished.status, 0) << finished.err;
  }
  static void focus() {
    auto const window = test::run({"xdotool", "search", "--onlyvisible", "--name", "."}).out;
    ASSERT_NE(window, "");
    xdotool({"windowfocus", window.substr(0, window.find('\n'))});
  }
  /// A window that is busy may take its time.
  template <class Done>
  static bool press_until(std::string const& key, Done&& done) {
    xdotool({"key", key});
    return eventually(kLong, done);
  }

  test::TwinPrograms programs;
  fs::path dump_file = programs.folder() / "ui.json";
};

/// The file that begins with `prefix` in `folder`; empty when there is none.
fs::path file_in(fs::path const& folder, std::string const& prefix) {
  for (auto const& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(prefix) && entry.path().extension() == ".html")
      return entry.path();
  return {};
}

TEST_F(WorkplaceTest, AnAlarmFromRaiseToShiftReport) {
  auto const twind = programs.start_twind();
  StrayCar const car(programs.ingest());
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--connect", programs.requests(), "--workplace", "operator",
                        "--view", "njip", "--size", "1280x720", "--lang", "en", "--quality", "plain", "--ui-dump",
                        dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return shows("alarm.1", "Test vehicle off route T1"); })) << viewer.err();
  EXPECT_TRUE(eventually(kLong, [&] { return shows(std::string("fleet.") + kCar, "T1-99"); }));
  EXPECT_TRUE(shows("alarm.1", "not acknowledged"));

  focus();
  ASSERT_TRUE(press_until("k", [&] { return shows("alarm.1", " · acknowledged"); })) << viewer.err();
  ASSERT_TRUE(press_until("i", [&] {
    auto const incidents = history::read_incidents(programs.history());
    return incidents && !incidents->empty();
  })) << viewer.err();
  auto const incidents = history::read_incidents(programs.history()).value();
  EXPECT_THAT(incidents.front().reason, HasSubstr(kCar));
  EXPECT_EQ(incidents.front().locked.to - incidents.front().locked.from, Duration(150s));
  ASSERT_TRUE(press_until("b", [&] { return !file_in(programs.folder(), "shift-").empty(); })) << viewer.err();

  std::stringstream report;
  report << std::ifstream(file_in(programs.folder(), "shift-")).rdbuf();
  EXPECT_THAT(report.str(), HasSubstr("Test vehicle off route T1"));
  EXPECT_THAT(report.str(), HasSubstr(kCar));
  EXPECT_THAT(report.str(), HasSubstr("acknowledged"));
  auto const alarms =
      test::run({test::program("twinctl"), "alarms", "list", "--json", "--connect", programs.requests()});
  EXPECT_EQ(nlohmann::json::parse(alarms.out)["alarms"][0]["state"], "acknowledged") << "every screen sees it";

  for (auto const& button : dump()["buttons"])
    EXPECT_NE(ui::action_of(button.get<std::string>(), ui::WorkplaceKind::operating), nullptr)
        << button << " has no key";

  test::Grey const panel = test::screenshot(programs.folder() / "operator.png", box_of("alarms"));
  if (char const* out = std::getenv("DALIAN_TEST_OUT"))
    fs::copy_file(programs.folder() / "operator.png", fs::path(out) / "operator.png",
                  fs::copy_options::overwrite_existing);
  test::Typesetter const typesetter;
  EXPECT_GT(test::likeness(panel, typesetter.set("Test vehicle off route T1", false)), 0.9);
  EXPECT_LT(test::likeness(panel, typesetter.set("Nothing of this is there", false)), 0.6);
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

/// How many of the pixels differ visibly.
double share_that_differs(gpu::Picture const& a, gpu::Picture const& b) {
  std::size_t differs = 0;
  for (std::size_t i = 0; i < a.rgba.size() && i < b.rgba.size(); i += 4)
    differs += std::abs(a.rgba[i] - b.rgba[i]) + std::abs(a.rgba[i + 1] - b.rgba[i + 1]) > 24;
  return 4.0 * static_cast<double>(differs) / static_cast<double>(a.rgba.size());
}

TEST_F(WorkplaceTest, AStoryIsPresented) {
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--workplace", "briefing", "--size", "1280x720", "--lang", "en",
                        "--quality", "plain", "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return shows("caption", "Four zones"); })) << viewer.err();
  ASSERT_TRUE(eventually(kLong, [&] { return dump().value("settled", false); }));
  (void)test::screenshot(programs.folder() / "first.png", {0, 0, 1, 1});
  focus();
  ASSERT_TRUE(press_until("Next", [&] { return shows("caption", "New Japan Industrial Park"); })) << viewer.err();
  EXPECT_TRUE(shows("card", "Area of the zone")) << shown("card");
  auto const then = dump().value("frame", 0); // the words come a frame before the view
  ASSERT_TRUE(eventually(kLong, [&] {
    auto const json = dump();
    return json.value("settled", false) && json.value("frame", 0) > then + 2;
  }));
  (void)test::screenshot(programs.folder() / "second.png", {0, 0, 1, 1});
  auto const first = gpu::read_png(programs.folder() / "first.png"),
             second = gpu::read_png(programs.folder() / "second.png");
  EXPECT_GT(share_that_differs(first, second), 0.3) << "another view";
  ASSERT_TRUE(press_until("Prior", [&] { return shows("caption", "Four zones"); }));
  ASSERT_TRUE(press_until("l", [&] { return !shows("caption", "Four zones"); })) << "another language";
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

TEST_F(WorkplaceTest, AFeedThatFallsSilentIsSaidAndComesBack) {
  auto const twind = programs.start_twind();
  auto car = std::make_unique<StrayCar>(programs.ingest());
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--connect", programs.requests(), "--workplace", "briefing",
                        "--size", "1280x720", "--lang", "en", "--quality", "plain", "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return shows("caption", "Four zones"); })) << viewer.err();
  focus();
  ASSERT_TRUE(press_until("Next", [&] { return shows("caption", "New Japan Industrial Park"); })) << viewer.err();
  auto const card = [&](std::string const& part) {
    auto const json = dump();
    if (!json.is_object()) return false;
    return std::ranges::any_of(json["texts"], [&](auto const& text) {
      auto const value = text["value"].template get<std::string>();
      return text["key"] == "card" && value.starts_with("Test vehicles under way") &&
             value.find(part) != std::string::npos;
    });
  };
  ASSERT_TRUE(eventually(kLong, [&] { return card("| 1 "); })) << shown("card");
  car.reset();
  EXPECT_TRUE(eventually(kLong, [&] { return card("no word for"); })) << shown("card");
  EXPECT_FALSE(card("| 1 ")) << "what is old is no figure";
  EXPECT_TRUE(shows("caption", "New Japan Industrial Park")) << "the story goes on";
  car = std::make_unique<StrayCar>(programs.ingest());
  EXPECT_TRUE(eventually(kLong, [&] { return card("| 1 "); })) << shown("card");
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

TEST_F(WorkplaceTest, SearchFliesToWhatIsTyped) {
  test::Display const display;
  test::Process viewer({test::program("twinview"), "--size", "1280x720", "--lang", "en", "--quality", "plain",
                        "--ui-dump", dump_file.string()});
  ASSERT_TRUE(eventually(kLong, [&] { return !shown("toolbar.search").empty() || !shown("search").empty(); }))
      << viewer.err();
  focus();
  ASSERT_TRUE(press_until("F6", [&] { return !shown("search.none").empty(); })) << viewer.err();
  xdotool({"type", "--delay", "200", "huayuank"});
  ASSERT_TRUE(eventually(kLong, [&] { return shows("chosen", "Huayuankou"); })) << shown("search.none");
  ASSERT_TRUE(press_until("Return", [&] { return shown("chosen").empty(); }));
  EXPECT_TRUE(eventually(kLong, [&] {
    auto const json = dump();
    return json.is_object() && std::ranges::any_of(json["labels"], [](auto const& label) {
             return label["text"].template get<std::string>().find("花园口") != std::string::npos;
           });
  })) << "its name is in the picture";
  for (auto const& button : dump()["buttons"])
    EXPECT_NE(ui::action_of(button.get<std::string>(), ui::WorkplaceKind::city), nullptr) << button << " has no key";
  viewer.signal(SIGTERM);
  EXPECT_EQ(viewer.wait(30s), 0) << viewer.err();
}

} // namespace
} // namespace dalian
