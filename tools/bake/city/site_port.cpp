#include "tools/bake/city/site_port.hpp"

#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kCraneInset_m = 25; // crane's middle behind the quay's edge: its rails are 15 m to both sides
constexpr double kYardStart_m = 82;
constexpr double kYardRows = 13;
constexpr double kRowPitch_m = 27;

/// Metres along the quay and inland from its edge.
struct QuayFrame {
  explicit QuayFrame(Quay const& quay)
      : start(quay.line.front()), length_m(distance_m(quay.line.front(), quay.line.back())),
        along(1 / length_m * (quay.line.back() - quay.line.front())), inland(right_of(along)) {}
  MapPoint at(double along_m, double inland_m) const { return start + along_m * along + inland_m * inland; }
  double along_bearing_rad() const { return bearing_rad(along); }
  double seaward_bearing_rad() const { return bearing_rad(-1 * inland); }

  MapPoint start;
  double length_m;
  MapPoint along, inland;
};

PlaceRequest request_for(Quay const& quay, std::string model, MapPoint at, double heading_rad) {
  PlaceRequest request;
  request.prefix = quay.id;
  request.model = std::move(model);
  request.at = at;
  request.heading_rad = heading_rad;
  request.clearance_m = 0.4;
  return request;
}

/// The wall that ships lie at, piece by piece over the slope that is as steep as the ground's grid can show.
void place_wall(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  constexpr double kPiece_m = 24, kOrigin_m = 22; // behind the wall's face, where the apron is level
  double const pieces = std::floor(frame.length_m / kPiece_m), step_m = frame.length_m / pieces;
  for (int i = 0; i < static_cast<int>(pieces); ++i) {
    auto request = request_for(quay, "quay_wall", frame.at((i + 0.5) * step_m, kOrigin_m), frame.along_bearing_rad());
    request.scale[1] = step_m / kPiece_m;
    if (quay.use == "chemical") request.scale[2] = 1.5; // a deck of 0.3 m: that apron wavers more
    request.spans = true;                               // cranes and loading arms stand on it
    placer.place(request);
  }
}

void place_cranes(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  if (quay.crane_spacing_m <= 0) return;
  for (double u = 60; u < frame.length_m - 40; u += quay.crane_spacing_m) {
    KeyedRandom draw(mix(static_cast<std::uint64_t>(u), 601));
    // Cranes gather where ships lie: they leave their even places by up to a third of the spacing.
    double const shift = quay.crane_spacing_m * 0.3 * (draw.uniform() - 0.5);
    auto request = request_for(quay, "quay_crane", frame.at(u + shift, kCraneInset_m), frame.seaward_bearing_rad());
    request.spans = true; // its boom reaches over the water and the apron
    request.most_rise_m = 60;
    request.offshore = false;
    placer.place(request);
  }
}

void place_stacks(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  for (int row = 0; row < kYardRows; ++row)
    for (double u = 30; u < frame.length_m - 60; u += 268) {
      KeyedRandom draw(mix(static_cast<std::uint64_t>(u * 7) + static_cast<std::uint64_t>(row), 611));
      double const v = kYardStart_m + 14 + row * kRowPitch_m + (row / 4) * 16;
      // A block fills up from one end, and few stand half empty; the raggedest pattern is left to the depots.
      static constexpr char const* kModels[] = {"container_stack_a", "container_stack_b", "container_stack_a",
                                                "container_stack_d"};
      int const full = draw.uniform() < 0.7 ? 6 : 3 + static_cast<int>(draw.index(3));
      bool const from_end = draw.uniform() < 0.5;
      for (int k = 0; k < full; ++k)
        placer.place(request_for(quay, kModels[draw.index(std::size(kModels))],
                                 frame.at(u + 20 + (from_end ? 5 - k : k) * 39.2, v), frame.along_bearing_rad()));
      if (draw.uniform() < 0.4) {
        auto crane = request_for(quay, "yard_crane", frame.at(u + draw.uniform(20, 220), v),
                                 frame.along_bearing_rad() + std::numbers::pi / 2);
        crane.spans = true;
        placer.place(crane);
      }
    }
}

/// A rail yard behind the stacks, three tracks of it along the quay, and masts of light between the blocks.
void place_rail_yard(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  constexpr double kPiece_m = 100.05, kFromEnd_m = 140;
  double const v = kYardStart_m + kYardRows * kRowPitch_m + 3 * 16 + 32;
  static constexpr char const* kModels[] = {"rail_yard_full", "rail_yard_half", "rail_yard_full", "rail_yard_empty"};
  for (double u = kFromEnd_m; u < frame.length_m - kFromEnd_m; u += kPiece_m) {
    KeyedRandom draw(mix(static_cast<std::uint64_t>(u), 651));
    auto request =
        request_for(quay, kModels[draw.index(std::size(kModels))], frame.at(u, v), frame.along_bearing_rad());
    request.clearance_m = 0;
    placer.place(request);
  }
}

void place_masts(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  for (int row = 3; row < kYardRows; row += 4)
    for (double u = 30 - 16; u < frame.length_m - 60; u += 134) // between blocks of stacks, and amid them
      placer.place(request_for(quay, "high_mast",
                               frame.at(u, kYardStart_m + 14 + row * kRowPitch_m + (row / 4) * 16 + 21),
                               frame.along_bearing_rad()));
}

/// Two gates on the side of the land, a third and two thirds along.
void place_gates(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  constexpr double kInland_m = 655;
  for (double const share : {0.36, 0.68}) {
    auto request =
        request_for(quay, "port_gate", frame.at(share * frame.length_m, kInland_m), frame.seaward_bearing_rad());
    request.clearance_m = 8;
    placer.place(request);
  }
}

void place_sheds(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  double const v = kYardStart_m + kYardRows * kRowPitch_m + 130;
  for (double u = 90; u < frame.length_m - 90; u += 150) {
    KeyedRandom draw(mix(static_cast<std::uint64_t>(u), 621));
    auto request = request_for(quay, "warehouse", frame.at(u, v), frame.along_bearing_rad());
    request.clearance_m = 6;
    if (draw.uniform() < 0.72) placer.place(request);
    request.at = frame.at(u, v + 90);
    if (draw.uniform() < 0.5) placer.place(request);
  }
}

/// Export cars in tight rows of one model each, with aisles.
void place_cars(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  static constexpr std::uint32_t kColors[] = {0xfff5f5f5, 0xff383838, 0xffb0a8a0, 0xff705848, 0xff404c80, 0xffd8d8d8};
  for (double u = 60; u < frame.length_m - 60; u += 74) {
    KeyedRandom draw(mix(static_cast<std::uint64_t>(u), 631));
    if (draw.uniform() < 0.45) continue; // a field of bare tarmac
    for (double v = 70; v < 330; v += 5.6) {
      if (std::fmod(v - 70, 62) > 52 || draw.uniform() < 0.45) continue; // aisles, empty rows
      std::uint32_t const color = kColors[draw.index(std::size(kColors))];
      for (int k = 0; k < 24; ++k) {
        auto request = request_for(quay, "car", frame.at(u + k * 2.6, v), frame.seaward_bearing_rad());
        request.tint = color;
        request.clearance_m = 0.05;
        if (draw.uniform() < 0.9) placer.place(request);
      }
    }
  }
}

/// Car decks of several floors behind the open yard, and masts of light in its aisles.
void place_car_decks(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  for (double u = 150; u < frame.length_m - 120; u += 148) {
    auto request = request_for(quay, "car_park", frame.at(u, 425), frame.along_bearing_rad());
    request.clearance_m = 8;
    if (KeyedRandom(mix(static_cast<std::uint64_t>(u), 661)).uniform() < 0.7) placer.place(request);
  }
  for (double const v : {66.0, 190.0, 340.0})
    for (double u = 90; u < frame.length_m - 60; u += 148)
      placer.place(request_for(quay, "high_mast", frame.at(u - 34, v), frame.along_bearing_rad()));
}

/// A liquid quay: loading posts at the berths, tanks in their bunds behind the rack (a corridor of systems.geojson),
/// road loading at one end, control buildings.
void place_tanks(Quay const& quay, QuayFrame const& frame, Placer& placer) {
  for (double u = 120; u < frame.length_m - 90; u += 190)
    placer.place(request_for(quay, "marine_arms", frame.at(u, 14), frame.seaward_bearing_rad()));
  struct Row {
    double inland_m, pitch_m;
    char const* models[3];
  };
  static constexpr Row kRows[] = {{118, 92, {"tank_group_c", "tank_bunded", "tank_group_c"}},
                                  {258, 78, {"tank_group_a", "tank_group_a", "tank_group_b"}},
                                  {330, 92, {"tank_bunded", "tank_group_c", "tanker_loading"}},
                                  {432, 82, {"tank_group_a", "tank_bunded", "control_building"}}};
  for (Row const& row : kRows)
    for (double u = 90; u < frame.length_m - 60; u += row.pitch_m) {
      KeyedRandom draw(mix(static_cast<std::uint64_t>(u + row.inland_m), 641));
      if (draw.uniform() < 0.22) continue; // ground held for later
      auto request = request_for(quay, row.models[draw.index(3)], frame.at(u, row.inland_m), frame.along_bearing_rad());
      request.clearance_m = 5;
      placer.place(request);
    }
}

} // namespace

void fill_quay(Quay const& quay, Placer& placer) {
  QuayFrame const frame(quay);
  place_wall(quay, frame, placer);
  place_cranes(quay, frame, placer);
  if (quay.use == "container") {
    place_stacks(quay, frame, placer);
    place_rail_yard(quay, frame, placer);
    place_masts(quay, frame, placer);
    place_gates(quay, frame, placer);
    place_sheds(quay, frame, placer);
  } else if (quay.use == "car") {
    place_car_decks(quay, frame, placer);
    place_cars(quay, frame, placer);
    place_gates(quay, frame, placer);
    place_sheds(quay, frame, placer);
  } else if (quay.use == "chemical") {
    place_tanks(quay, frame, placer);
  }
}

std::vector<layout::Parcel> quay_parcels(Quay const& quay) {
  QuayFrame const frame(quay);
  layout::Origin const origin{Provenance::modelled, "terminal layout made up; illustrative", "design", 0};
  auto const strip = [&](char const* name, char const* use, double from, double to) {
    Ring const ring{frame.at(10, to), frame.at(10, from), frame.at(frame.length_m - 10, from),
                    frame.at(frame.length_m - 10, to)};
    Ring const ccw = signed_area_m2(ring) > 0 ? ring : Ring(ring.rbegin(), ring.rend());
    return layout::Parcel{quay.id + "/" + name, use, "", ccw, origin};
  };
  double const deep = kYardStart_m + kYardRows * kRowPitch_m + 60;
  return {strip("apron", "apron", 2, 72), strip("yard",
                                                quay.use == "container" ? "container_yard"
                                                : quay.use == "car"     ? "car_yard"
                                                                        : "gravel",
                                                76, deep)};
}

StreetPlan plan_hinterland(Reclamation const& made, std::vector<Quay> const& quays) {
  constexpr double kQuaysOwn_m = 690; // apron, yard and sheds
  std::vector<Quay const*> own;
  for (Quay const& quay : quays)
    if (std::abs(signed_distance_m(made.ring, 0.5 * (quay.line.front() + quay.line.back()))) < 60) own.push_back(&quay);
  if (made.kind != "terminal" || own.empty()) return {};
  Feature pseudo;
  pseudo.id = made.id;
  pseudo.properties["design"] = {
      {"street_bearing_deg", QuayFrame(*own.front()).along_bearing_rad() * 180 / std::numbers::pi},
      {"block_length_m", 330},
      {"block_depth_m", 210},
      {"street_width_m", 14}};
  auto const behind = [&](MapPoint p) {
    return std::all_of(own.begin(), own.end(),
                       [&](Quay const* q) { return nearest_on(q->line, false, p).distance_m > kQuaysOwn_m; });
  };
  StreetPlan plan = plan_streets(pseudo, made.ring), kept;
  for (Block const& block : plan.blocks)
    if (std::all_of(block.outline.begin(), block.outline.end(), behind)) kept.blocks.push_back(block);
  for (layout::Route const& street : plan.streets)
    for (Line& part : clip(street.line, [&](MapPoint p) { return behind(p); })) {
      if (length_m(part) < 150) continue;
      layout::Route piece = street;
      piece.id += "-" + std::to_string(kept.streets.size());
      piece.line = std::move(part);
      kept.streets.push_back(std::move(piece));
    }
  return kept;
}

std::vector<Lot> terminal_lots(std::vector<Block> const& blocks) {
  static constexpr char const* kUses[] = {"logistics", "depot",   "logistics", "depot",     "truck_park",
                                          "logistics", "reserve", "depot",     "logistics", "lawn"};
  std::vector<Lot> lots;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    char const* use = kUses[KeyedRandom(mix(blocks[i].key, 1)).index(std::size(kUses))];
    lots.push_back({{blocks[i].zone_id + "/block/" + std::to_string(i + 1),
                     use,
                     "",
                     blocks[i].outline,
                     {Provenance::modelled, "block use drawn from the plan's programme; illustrative", "design", 0}},
                    blocks[i]});
  }
  return lots;
}

void fill_wind_farm(Field const& field, Placer& placer) {
  int const rows = field.properties.value("rows", 5), columns = field.properties.value("columns", 8);
  Box const box = box_of(field.ring);
  for (int i = 0; i < rows * columns; ++i) {
    double const x = (i % columns + 0.5 * (i / columns % 2) + 0.25) / columns, y = (i / columns + 0.5) / rows;
    PlaceRequest request;
    request.prefix = field.id;
    request.model = "wind_turbine";
    request.at = {std::lerp(box.low.east_m, box.high.east_m, x), std::lerp(box.low.north_m, box.high.north_m, y)};
    request.heading_rad = 5.6 + 0.06 * to_unit(mix(static_cast<std::uint64_t>(i), 641)); // into a north-west wind
    request.offshore = true;
    placer.place(request);
  }
}

} // namespace dalian::bake
