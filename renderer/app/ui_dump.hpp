#pragma once
// What the window shows, as JSON for tests: panels with their texts and boxes, labels, and where movers stand on the
// screen. Pixels of the window.
#include "renderer/app/frame_cost.hpp"
#include "renderer/app/input_meter.hpp"
#include "renderer/ui/label_layer.hpp"
#include "renderer/ui/panels.hpp"

#include <filesystem>
#include <vector>

namespace dalian::viewer {

struct DumpedMover {
  std::uint32_t handle = 0;
  std::string name;
  float x = 0, y = 0;
};

struct UiDump {
  std::uint64_t frame = 0;
  bool settled = false; // the picture is as good as it gets and nothing moves on its own
  ui::Shown const* panels = nullptr;
  std::vector<ui::ShownLabel> const* labels = nullptr;
  std::vector<DumpedMover> movers; // inside the picture
  InputMeter const* input = nullptr;
  FrameCost const* cost = nullptr; // of the panels
};

/// Written beside and renamed, so that a reader never sees half of it. Failure is silent.
void write_dump(UiDump const& dump, std::filesystem::path const& file);

} // namespace dalian::viewer
