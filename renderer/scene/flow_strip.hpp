#pragma once
// Flow lines as records of the GPU: points with what lies along them. Makes no Vulkan call.
#include "renderer/scene/data_types.hpp"
#include "twin/view/flow_line.hpp"
#include "twin/view/volume.hpp"

#include <vector>

namespace dalian::scene {

struct FlowStrips {
  std::vector<FlowPoint> points; // a line's points stand together; FLOW_FIRST and FLOW_LAST mark its ends
  std::vector<FlowStyle> styles; // FlowPoint::style is an index
};

/// 0xRRGGBB (art direction: domains in the Okabe-Ito colours).
std::uint32_t domain_color(view::FlowDomain domain);
std::uint32_t volume_color(view::VolumeKind kind);

/// `line` passed check_flow. Doubled points are left out.
void append_flow(FlowStrips& strips, view::FlowLine const& line, MapPoint origin);
/// Edges of a volume that passed check_volume: thin, still, light. The foot of a fence follows the ground.
void append_edges(FlowStrips& strips, view::Volume const& volume, view::Terrain const& terrain, MapPoint origin);

/// Share of full light of a pulse at `along_m` from the line's start, 0…1: what flow.frag draws, before it is softened
/// to pixels. `period_m` from one head to the next.
float pulse(double along_m, double time_s, float cycles_per_s, double period_m);
/// Pulses per second past a point: the speed over the finest period, so that a faster line beats faster at any scale.
float beat(double speed_mps);

} // namespace dalian::scene
