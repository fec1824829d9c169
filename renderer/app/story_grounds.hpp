#pragma once
// What a story's slides rest on beside the live twin: figures of the engines, and the bank of projects.
#include "renderer/app/story_words.hpp"

#include <memory>
#include <optional>

namespace dalian::viewer {

class StoryGrounds {
 public:
  /// Begins to compute what the story asks for, and reads the projects where it has a chart of them.
  static Result<StoryGrounds> open(Story const& story, std::filesystem::path const& assets);

  /// Takes what has come; never waits. Why there are no figures, when it is first known; else "".
  std::string look();
  /// Until all is there: a film must be the same twice. The error says why there are no figures.
  Status wait();
  SlideFacts facts(LiveMoment live, LiveFigures const* counted = nullptr) const;

 private:
  std::unique_ptr<FiguresJob> base_, planned_; // null: no card asks; planned_ also where the base is what is planned
  std::string trouble_;                        // why there are no figures
  std::optional<ProjectBank> projects_;
  bool told_ = false;
};

} // namespace dalian::viewer
