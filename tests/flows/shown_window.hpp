#pragma once
// What a window of twinview shows, read from the dump it keeps writing (--ui-dump), and its keyboard.
#include "tests/support/display.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::test {

inline constexpr auto kLong = std::chrono::seconds(120); // for a slow machine without a graphics card

class ShownWindow {
 public:
  explicit ShownWindow(std::filesystem::path dump_file) : file_(std::move(dump_file)) {}

  /// An object, empty before the first frame.
  nlohmann::json dump() const {
    std::ifstream in(file_);
    auto json = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
    return json.is_object() ? json : nlohmann::json::object();
  }
  std::uint64_t frame() const { return dump().value("frame", std::uint64_t{0}); }
  bool settled() const { return dump().value("settled", false); }
  /// All that stands under a key.
  std::vector<std::string> all(std::string const& key) const {
    std::vector<std::string> values;
    auto const json = dump();
    if (json.contains("texts"))
      for (auto const& text : json["texts"])
        if (text["key"] == key) values.push_back(text["value"]);
    return values;
  }
  bool shows(std::string const& key, std::string const& part) const {
    for (auto const& value : all(key))
      if (value.find(part) != std::string::npos) return true;
    return false;
  }
  bool comes(std::string const& key, std::string const& part) const {
    return eventually(kLong, [&] { return shows(key, part); });
  }
  bool has_panel(std::string const& name) const {
    auto const json = dump();
    if (json.contains("panels"))
      for (auto const& panel : json["panels"])
        if (panel["panel"] == name) return true;
    return false;
  }

 private:
  std::filesystem::path file_;
};

inline void xdotool(std::vector<std::string> words) {
  words.insert(words.begin(), "xdotool");
  auto const finished = run(words);
  ASSERT_EQ(finished.status, 0) << finished.err;
}

/// The keys go to the only window of the display.
inline void focus_window() {
  auto const window = run({"xdotool", "search", "--onlyvisible", "--name", "."}).out;
  ASSERT_NE(window, "");
  xdotool({"windowfocus", window.substr(0, window.find('\n'))});
}

} // namespace dalian::test
