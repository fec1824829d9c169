#pragma once
// The briefing room (LOOK §7): a story told in the window, scene by scene, with live figures. The presenter goes from
// scene to scene, or it runs by itself and begins anew for ever. What the feeds do not say any more is said so; the
// story goes on.
#include "renderer/app/live_figures.hpp"
#include "renderer/app/story_grounds.hpp"
#include "renderer/app/story_path.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::viewer {

class Briefing : public workplaces::Workplace {
 public:
  /// Reads the story; the error names file, scene and field.
  static Result<std::unique_ptr<Briefing>> open(workplaces::Surroundings const& around, BriefingPlan const& plan,
                                                std::vector<scene::Bookmark> const& views,
                                                std::shared_ptr<view::Terrain const> terrain);

  void enter(workplaces::Moment const& moment) override;
  workplaces::Wishes draw(workplaces::Moment const& moment, ui::DrawList& over) override;

  // For a wall: what is told, and where the story is; from then on it stands where another's is.
  std::string const& name() const { return told_.name; }
  double at_s() const { return t_s_; }
  void follow(double t_s) { t_s_ = t_s, followed_ = true; }

 private:
  /// What is told now.
  struct Told {
    std::string name; // as it was asked for
    Story story;
    StoryPath path;
    StoryGrounds grounds;
  };
  Briefing(workplaces::Surroundings const& around, std::vector<scene::Bookmark> views,
           std::shared_ptr<view::Terrain const> terrain, Told told, bool loop);
  static Result<Told> read(std::string const& named, std::filesystem::path const& assets,
                           std::vector<scene::Bookmark> const& views, std::shared_ptr<view::Terrain const> terrain);
  void steer(workplaces::Moment const& moment);
  void go_to(std::size_t scene);
  void next_story(workplaces::Wishes& wishes);
  void presenter_bar(workplaces::Moment const& moment, workplaces::Wishes& wishes);
  void tell(workplaces::Moment const& moment, StoryPath::Moment const& now, ui::DrawList& over,
            workplaces::Wishes& wishes);
  void set_scene(StoryPath::Moment const& now, workplaces::Wishes& wishes);
  std::size_t scene() const { return told_.path.at(t_s_).scene; }

  workplaces::Surroundings around_;
  std::vector<scene::Bookmark> views_;
  std::shared_ptr<view::Terrain const> terrain_;
  Told told_;
  StoryWords words_;
  LiveFigures figures_;
  bool loop_ = false, playing_ = false, followed_ = false;
  double t_s_ = 0, last_wall_s_ = 0, moved_s_ = -1e9; // of the story; of the clock; when the pointer last moved
  std::optional<std::size_t> set_;                    // the scene whose light and layers are set
};

} // namespace dalian::viewer
