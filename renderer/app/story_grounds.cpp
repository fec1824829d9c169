#include "renderer/app/story_grounds.hpp"

namespace dalian::viewer {

Result<StoryGrounds> StoryGrounds::open(Story const& story, std::filesystem::path const& assets) {
  StoryGrounds grounds;
  if (asks_projects(story)) {
    auto bank = read_projects(assets / "config" / "projects.toml");
    if (!bank) return Error{bank.error()};
    grounds.projects_ = std::move(bank).value();
  }
  auto const begin = [&](std::filesystem::path const& scenario) -> std::unique_ptr<FiguresJob> {
    auto job = FiguresJob::start(scenario);
    if (job) return std::move(job).value();
    grounds.trouble_ = job.error(); // the cards say that there is no figure; the story goes on
    return nullptr;
  };
  if (asks_engines(story)) grounds.base_ = begin({});
  if (asks_engines(story) && !story.scenario.empty()) grounds.planned_ = begin(story.scenario);
  return grounds;
}

std::string StoryGrounds::look() {
  for (auto* job : {base_.get(), planned_.get()})
    if (job != nullptr && job->ended() && !job->trouble().empty()) trouble_ = job->trouble();
  return std::exchange(told_, !trouble_.empty()) ? std::string() : trouble_;
}

Status StoryGrounds::wait() {
  for (auto* job : {base_.get(), planned_.get()})
    if (job != nullptr) job->wait();
  (void)look();
  if (!trouble_.empty()) return Error{trouble_};
  return {};
}

SlideFacts StoryGrounds::facts(LiveMoment live, LiveFigures const* counted) const {
  SlideFacts facts;
  facts.live = std::move(live);
  facts.counted = counted;
  facts.base = base_ ? base_->figures() : nullptr;
  facts.planned = planned_ ? planned_->figures() : facts.base;
  facts.modelled_trouble = trouble_;
  facts.projects = projects_ ? &*projects_ : nullptr;
  return facts;
}

} // namespace dalian::viewer
