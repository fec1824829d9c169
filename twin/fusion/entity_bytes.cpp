#include "twin/fusion/entity_bytes.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace dalian::fusion {
namespace {

/// A part that is not there costs a byte.
template <class T, class Fields>
void part(ByteWriter& out, state::Part<T> const& part, Fields const& fields) {
  out(part.is_default());
  if (!part.is_default()) fields(*part);
}
template <class T, class Fields>
void part(ByteReader& in, state::Part<T>& part, Fields const& fields) {
  bool is_default = false;
  in(is_default);
  if (!is_default) fields(part.edit());
}

template <class Archive, class Details>
void details_fields(Archive& archive, Details& d) {
  archive(d.entity);
  part(archive, d.vessel, [&](auto& v) {
    archive(v.imo, v.ship_type, v.mothership_mmsi, v.name, v.call_sign, v.destination);
    archive(v.bow_m, v.stern_m, v.port_m, v.starboard_m, v.draught_m);
  });
  part(archive, d.road, [&](auto& r) { archive(r.label, r.route, r.vehicle_type, r.mode, r.length_m, r.width_m); });
  part(archive, d.aid, [&](auto& a) { archive(a.aid_type, a.name, a.off_position, a.virtual_aid); });
}

template <class Archive, class Rest>
void rest_fields(Archive& archive, Rest& rest) {
  archive(rest.field_times, rest.has_detail, rest.detail_provenance, rest.newest_detail, rest.detail_rx);
}

template <class Archive, class E>
void head_fields(Archive& archive, E& e) {
  archive(e.handle, e.last_heard, e.newest_source, e.updates, e.kind, e.newest_source_at);
  archive(e.status.t, e.status.nav_status, e.status.class_b);
}

template <class Archive, class E>
void estimate_fields(Archive& archive, E& e) {
  archive(e.last, e.modes, e.turn, e.nis, e.started, e.jump_pending, e.jump_t, e.jump);
}

bool known(Provenance provenance) {
  return provenance <= Provenance::recorded;
}

bool sound(Fix const& fix) {
  return known(fix.provenance) && can_be_saved(fix.t.value());
}

/// Could the filter have come to this?
bool sound(Estimate const& e) {
  if (!e.started) return true;
  auto const& m = e.modes;
  auto const all = [](auto const& lanes, auto holds) { return std::ranges::all_of(lanes, holds); };
  auto const finite = [](float x) { return std::isfinite(x); };
  auto const positive = [](float x) { return x > 0 && std::isfinite(x); };
  for (auto const* lanes : {&m.east, &m.north, &m.v_east, &m.v_north, &m.h_re, &m.h_im})
    if (!all(*lanes, finite)) return false;
  float const total = m.probability[0] + m.probability[1] + m.probability[2];
  return all(m.c, positive) && all(m.e, positive) &&
         all(m.probability, [](float p) { return p >= 0 && p <= 1.001F; }) && std::abs(total - 1) < 1e-3F &&
         finite(e.turn.rate) && positive(e.turn.variance) && sound(e.last) && can_be_saved(e.jump_t.value());
}

/// In order of time, none before the anchor, which a late one could then be put behind; the newest estimate is not
/// newer than the last fix.
bool in_order(Estimate const& newest, Estimate const& anchor, std::vector<Fix> const& recent) {
  if (recent.empty()) return !newest.started && !anchor.started;
  auto const time = [](Fix const& fix) { return fix.t.value(); };
  if (anchor.started && time(recent[0]) < anchor.t()) return false;
  return std::ranges::is_sorted(recent, {}, time) && newest.started && newest.t() <= time(recent.back());
}

void write_motion(ByteWriter& out, TrackRing const& motion) {
  estimate_fields(out, motion.newest());
  out(motion.anchor().started);
  if (motion.anchor().started) estimate_fields(out, motion.anchor());
  auto const bytes = motion.recent().bytes();
  out(motion.added(), static_cast<std::uint8_t>(motion.recent().size()), std::string(bytes.begin(), bytes.end()));
}

bool read_motion(ByteReader& in, TrackRing& motion) {
  Estimate newest, anchor;
  estimate_fields(in, newest);
  bool anchored = false;
  in(anchored);
  if (anchored) estimate_fields(in, anchor);
  std::uint8_t added = 0, size = 0;
  std::string bytes;
  in(added, size, bytes);
  if (!in.ok() || added >= TrackRing::kAtOnce || size >= FixLog::kMost || anchored != anchor.started) return false;
  auto recent = FixLog::from({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()}, size, anchor.last);
  if (!recent || !sound(newest) || !sound(anchor)) return false;
  auto const fixes = recent->all(anchor.last);
  bool const good = std::ranges::all_of(fixes, [](Fix const& fix) { return sound(fix); });
  if (!good || !in_order(newest, anchor, fixes)) return false;
  motion = TrackRing(newest, anchor, std::move(*recent), added);
  return true;
}

void write_series(ByteWriter& out, std::vector<SensorSeries> const& all) {
  out(static_cast<std::uint8_t>(all.size()));
  for (SensorSeries const& series : all) {
    out(std::string(quantities()[series.quantity()].name), series.text(),
        static_cast<std::uint8_t>(series.samples().size()));
    for (SensorSample const& sample : series.samples())
      out(sample.t, sample.value, sample.status);
  }
}

/// By name, in the order of the table; samples in the order of their times.
bool read_series(ByteReader& in, std::vector<SensorSeries>& all) {
  std::uint8_t count = 0;
  in(count);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    std::string name, text;
    std::uint8_t size = 0;
    in(name, text, size);
    auto const quantity = find_quantity(name);
    if (!quantity || (!all.empty() && all.back().quantity() >= *quantity)) return false;
    std::vector<SensorSample> samples(size);
    for (SensorSample& sample : samples)
      in(sample.t, sample.value, sample.status);
    auto series = SensorSeries::from(*quantity, std::move(samples), std::move(text));
    if (!in.ok() || !series) return false;
    all.push_back(std::move(*series));
  }
  return in.ok();
}

void write_rest(ByteWriter& out, EntityRest const* rest) {
  out(rest != nullptr);
  if (!rest) return;
  rest_fields(out, *rest);
  out(static_cast<std::uint8_t>(rest->contributions.size()));
  for (Contribution const& c : rest->contributions)
    out(c.source, c.t);
  write_series(out, rest->series);
}

bool read_rest(ByteReader& in, Entity& entity, std::size_t sources) {
  bool there = false;
  in(there);
  if (!there) return in.ok();
  EntityRest& rest = entity.rest();
  std::uint8_t size = 0;
  rest_fields(in, rest);
  in(size);
  if (!in.ok() || !known(rest.detail_provenance) || size > kMaxSources) return false;
  for (std::size_t i = 0; i < size; ++i) {
    Contribution c;
    in(c.source, c.t);
    if (c.source >= sources) return false;
    rest.contributions.push_back(c);
  }
  if (!read_series(in, rest.series)) return false;
  auto const newest = std::ranges::find(rest.contributions, entity.newest_source, &Contribution::source);
  return in.ok() && (size == 0 || (newest != rest.contributions.end() && entity.newest_source_at < size));
}

std::vector<std::string> source_list(Entity const& entity, std::vector<std::string> const& names) {
  std::vector<std::string> list;
  if (entity.rest_part)
    for (Contribution const& c : entity.rest_part->contributions)
      list.push_back(names[c.source]);
  if (list.empty() && entity.updates > 0) list.push_back(names[entity.newest_source]);
  return list;
}

} // namespace

void write_entity(ByteWriter& out, Entity const& entity) {
  head_fields(out, entity);
  write_motion(out, entity.motion);
  IntegrityWatch::describe(entity.watch, out);
  write_rest(out, entity.rest_part.get());
  details_fields(out, *entity.details);
}

bool read_entity(ByteReader& in, Entity& entity, std::vector<std::string> const& names) {
  head_fields(in, entity);
  if (!in.ok() || entity.kind > state::Kind::sensor || entity.newest_source >= names.size()) return false;
  if (!read_motion(in, entity.motion) || !IntegrityWatch::describe(entity.watch, in) ||
      !read_rest(in, entity, names.size()))
    return false;
  auto details = std::make_shared<state::TrackDetails>();
  details_fields(in, *details);
  details->sources = source_list(entity, names);
  details->integrity = entity.watch.raised();
  if (entity.rest_part) details->readings = readings_of(entity.rest_part->series);
  if (!in.ok() || details->entity.empty()) return false;
  bool const is_seen = entity.updates > 0 || entity.motion.newest().started;
  if (is_seen && entity.newest_source_at >= details->sources.size()) return false;
  entity.details = std::move(details);
  return true;
}

} // namespace dalian::fusion
