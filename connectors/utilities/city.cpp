#include "connectors/utilities/city.hpp"

namespace dalian::utilities {

Result<CityInputs> read_city(std::filesystem::path const& config, std::filesystem::path const& layouts) {
  auto plan = read_city_plan(config / "utilities.toml");
  if (!plan) return Error{plan.error()};
  auto story = synth::read_day_story(config / "day.toml");
  if (!story) return Error{story.error()};
  auto parcels = read_parcels(layouts);
  if (!parcels) return Error{parcels.error()};
  auto fleet = synth::read_fleet_plan(config / "synth.toml");
  if (!fleet) return Error{fleet.error()};
  return CityInputs{std::move(*plan), std::move(*story), std::move(*parcels), std::move(*fleet)};
}

City::City(CityInputs in, Instant start)
    : story_(in.story), sky_(in.plan.climate, in.seed), meters_(in.plan.meters, in.parcels, in.story, in.seed),
      faults_(in.plan.faults, in.seed), stepped_(story_.midnight(start)) {
  systems_.push_back(std::make_unique<WindFarm>(in.plan.wind, in.story, in.seed));
  systems_.push_back(std::make_unique<Port>(in.plan.port, moored_ships(in.fleet, in.seed), in.seed));
  systems_.push_back(std::make_unique<Batteries>(in.plan.batteries, in.seed));
  systems_.push_back(std::make_unique<Roofs>(in.plan.roofs, in.seed));
  systems_.push_back(std::make_unique<Hydrogen>(in.plan.hydrogen, in.story, in.seed));
  systems_.push_back(std::make_unique<Sea>(in.plan.sea));
  systems_.push_back(std::make_unique<Air>(in.plan.air, in.seed));
  systems_.push_back(std::make_unique<People>(in.plan.people, in.story, in.seed));
  now_ = moment(stepped_);
  begin_day();
}

void City::begin_day() {
  auto const midnight = story_.midnight(stepped_);
  faults_today_.clear();
  for (auto const& meter : meters_.meters())
    faults_today_.push_back(faults_.of_day(meter, midnight));
  stuck_.assign(faults_today_.size(), std::nullopt);
}

Moment City::moment(Instant t) const {
  double const second = story_.second_of_day(t);
  return {t, second, story_.at_work(second), sky_.at(t)};
}

void City::advance(Instant now) {
  auto const step = from_seconds(System::kStep_s);
  while (stepped_ + step <= now) {
    stepped_ += step;
    auto const end = moment(stepped_);
    meters_.advance(end);
    for (auto const& system : systems_)
      system->advance(end);
    if (end.second_of_day < System::kStep_s) begin_day();
    for (std::size_t i = 0; i < stuck_.size(); ++i)
      if (faults_today_[i] && stepped_ <= faults_today_[i]->from) stuck_[i] = meters_.state(i, end);
  }
  now_ = moment(now);
}

std::optional<MeterState> City::reading(std::size_t i) const {
  auto const truth = meters_.state(i, now_);
  return faults_.shown(meters_.meters()[i], truth, stuck_[i].value_or(truth), faults_today_[i], now_.t);
}

std::vector<Thing> City::things() const {
  std::vector<Thing> out;
  for (auto const& system : systems_)
    system->tell(now_, out);
  return out;
}

} // namespace dalian::utilities
