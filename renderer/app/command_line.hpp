#pragma once
// What twinview was asked to do. Parsing only: touches neither screen nor twin.
#include "renderer/passes/quality.hpp"
#include "renderer/passes/weather.hpp"
#include "renderer/ui/workplace_layout.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace dalian::viewer {

struct CommandLine {
  bool headless = false, capabilities = false, validate = false;
  bool labels = true;
  std::filesystem::path shot, stats, assets, fonts, ui_dump; // fonts: empty = those of the system
  int width = 0, height = 0;                                 // 0: not given
  unsigned tiles = 1;                                        // of a still picture along each side
  std::string view = "overview";
  ui::WorkplaceKind workplace = ui::WorkplaceKind::city; // of the window
  std::optional<Instant> time;
  std::string feeds = "none";             // "none", "synth" or "replay:FILE"
  double seconds = 20;                    // of feed before a still picture
  std::vector<std::string> connect;       // endpoints of twinds; none = embed a twin
  std::vector<std::string> key;           // files: this user's keys, one for all or one a twind
  std::string server_key;                 // file: the twind's key; empty = what the key file says
  std::string language;                   // "zh", "ja", "en" or empty
  std::optional<passes::Weather> weather; // empty: live in the window, clear in pictures
  std::set<std::string> layers;           // data over the city: see layer_names()
  std::optional<passes::Quality> quality; // empty: auto
  bool flight = false;
  double scale_percent = 0;      // of the window's panels; 0: not given
  std::string theme;             // of the window's panels; empty: not given
  bool loop = false;             // of the window's briefing: by itself, again and again
  std::filesystem::path wall;    // of the window: the file of a wall; empty = none
  std::string screen;            // of it, that this window is; empty = it leads
  std::filesystem::path bundle;  // of the window's planner: a scenario with its view; empty = none
  std::string script;            // a story: its name or file; empty = none
  std::filesystem::path video;   // of the whole story
  std::filesystem::path handout; // … or it on paper, PDF or HTML
  std::optional<double> at_s;    // … or a still picture (`shot`) of this moment of it
  int frames_per_s = 25;         // of the video
  unsigned samples = 1;          // pictures that make a frame of it
  std::uint32_t flags = 0;       // FRAME_… for tests; not on the command line
};

/// Either the options, or the exit status when there is nothing more to do (help, version, wrong usage).
struct Parsed {
  CommandLine options;
  std::optional<int> exit_status;
};
Parsed parse_command_line(int argc, char** argv);

} // namespace dalian::viewer
