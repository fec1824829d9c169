#include "renderer/app/live_figures.hpp"

#include <algorithm>

namespace dalian::viewer {
namespace {

constexpr std::array kCounts{Count::ships, Count::vehicles, Count::meters};
constexpr double kMeterSpeaks_s = 900; // the slowest synthetic meters report every quarter of an hour

bool is_counted(Count count, view::Shape shape) {
  if (count == Count::ships) return shape <= view::Shape::other_ship;
  return count == Count::vehicles && shape >= view::Shape::car && shape <= view::Shape::shuttle;
}

struct Sum {
  Figure figure;
  Instant newest{};
  void take(Instant t_obs, bool fresh, Provenance provenance) {
    newest = std::max(newest, t_obs);
    if (!fresh) return;
    figure.known = true;
    figure.value += 1;
    figure.synthetic |= provenance == Provenance::synthetic;
  }
  Figure at(Instant now) {
    figure.age_s = newest == Instant{} ? 0 : std::max(0.0, to_seconds(now - newest));
    return figure;
  }
};

} // namespace

Figure figure_of(Count count, view::CityView const& view, Instant now) {
  Sum sum;
  for (view::Mover const& m : view.movers())
    if (is_counted(count, m.shape)) sum.take(m.t0, now <= m.until, m.provenance);
  if (count == Count::meters)
    view.snapshot().for_each([&](state::TrackView track) {
      if (track->kind == state::Kind::sensor && track->life != state::Life::ended)
        sum.take(track->t_obs, to_seconds(now - track->t_obs) < kMeterSpeaks_s, track->provenance);
    });
  return sum.at(now);
}

void LiveFigures::look(view::CityView const& view, Instant now) {
  if (now < last_) series_.clear(); // back in time
  if (last_ != Instant{} && now >= last_ && to_seconds(now - last_) < kEvery_s) return;
  last_ = now;
  for (Count const count : kCounts) {
    auto& series = series_[count];
    Figure const figure = figure_of(count, view, now);
    if (figure.known) series.emplace_back(now, static_cast<float>(figure.value));
    while (!series.empty() && to_seconds(now - series.front().first) > kDay_s)
      series.pop_front();
  }
}

std::vector<float> LiveFigures::trend(Count count) const {
  std::vector<float> out;
  if (auto const it = series_.find(count); it != series_.end())
    for (auto const& [at, value] : it->second)
      out.push_back(value);
  return out;
}

} // namespace dalian::viewer
