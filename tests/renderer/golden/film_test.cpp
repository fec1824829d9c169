// A story as a video, as a user makes one: the same pixels and the same bytes in two runs, with the ffmpeg that is
// here.
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

using namespace dalian;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr char const* kStory = R"(
title = { zh = "一核两翼", ja = "一つの核", en = "One core" }
subtitle = { zh = "示范区", ja = "モデル区", en = "the zone" }
[[scene]]
view = "port"
time = "2026-09-26T16:40:00+08:00"
hold_s = 1
caption = { zh = "港口", ja = "港", en = "The port" }
[[scene.card]]
kind = "counted"
count = "ships"
label = { zh = "船舶", ja = "船舶", en = "Ships" }
source = { zh = "AIS", ja = "AIS", en = "AIS" }
[[scene]]
view = "njip"
cut = true
hold_s = 1
caption = { zh = "园区", ja = "団地", en = "The park" }
)";

struct Outcome {
  int status = -1;
  std::string out, err;
};

class Films : public testing::Test {
 protected:
  Films() { std::ofstream(folder_.path() / "story.toml") << kStory; }

  Outcome run(std::string const& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    test::Process process(arguments);
    auto const status = process.wait(std::chrono::minutes(4));
    return {status.value_or(-1), process.out(), process.err()};
  }
  Outcome film(std::string const& file) {
    return run(test::program("twinview"),
               {"--headless", "--script", (folder_.path() / "story.toml").string(), "--feeds", "synth", "--seconds",
                "5", "--size", "192x108", "--fps", "5", "--video", (folder_.path() / file).string()});
  }
  std::string bytes(std::string const& file) const {
    std::ifstream in(folder_.path() / file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  test::TempFolder folder_;
};

} // namespace

TEST_F(Films, AreTheSameTwice) {
  auto const first = film("a.mp4"), second = film("b.mp4");
  ASSERT_EQ(first.status, 0) << first.err;
  ASSERT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(first.out, HasSubstr("10 frames, 2.0 s, pixels "));
  EXPECT_EQ(first.out.substr(first.out.find(": ")), second.out.substr(second.out.find(": ")));
  EXPECT_THAT(first.err, HasSubstr("frame 10 of 10"));
  EXPECT_FALSE(bytes("a.mp4").empty());
  EXPECT_TRUE(bytes("a.mp4") == bytes("b.mp4"));
  auto const probe = run("ffprobe", {"-v", "error", "-count_frames", "-select_streams", "v", "-show_entries",
                                     "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0",
                                     (folder_.path() / "a.mp4").string()});
  EXPECT_THAT(probe.out, HasSubstr("h264,192,108,10"));
}

TEST_F(Films, ThatCannotBeWrittenSayWhyAndLeaveNothing) {
  auto const nowhere = film("/proc/x.mp4");
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("x.mp4"));
  auto const odd = run(test::program("twinview"), {"--headless", "--script", "nothing-of-that-name", "--video",
                                                   (folder_.path() / "c.mp4").string()});
  EXPECT_EQ(odd.status, 1);
  EXPECT_THAT(odd.err,
              HasSubstr("nothing-of-that-name: no such file, and no shipped story of that name, which are cars, "));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "c.mp4"));
}

TEST_F(Films, AreNotWhatTheBriefingRoomAsksFor) { // it tells the story in its window, so it asks for a display
  auto const room =
      run("/usr/bin/env", {"-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", test::program("twinview"), "--workplace",
                           "briefing", "--loop", "--script", (folder_.path() / "story.toml").string()});
  EXPECT_EQ(room.status, 1);
  EXPECT_THAT(room.err, HasSubstr("no display answers"));
  EXPECT_THAT(room.err, Not(HasSubstr("frame")));
}
