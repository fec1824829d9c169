#include "renderer/app/briefing.hpp"

#include "renderer/passes/weather.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::viewer {
namespace {

constexpr double kBar_s = 4;     // the presenter's bar stays so long after the pointer moved
constexpr double kFirst_s = 0.5; // words come and go with their scene

} // namespace

Briefing::Briefing(workplaces::Surroundings const& around, std::vector<scene::Bookmark> views,
                   std::shared_ptr<view::Terrain const> terrain, Told told, bool loop)
    : around_(around), views_(std::move(views)), terrain_(std::move(terrain)), told_(std::move(told)),
      words_(around.kit.lang()), loop_(loop), playing_(loop) {}

Result<Briefing::Told> Briefing::read(std::string const& named, std::filesystem::path const& assets,
                                      std::vector<scene::Bookmark> const& views,
                                      std::shared_ptr<view::Terrain const> terrain) {
  auto const file = story_file(assets, named);
  if (!file) return Error{file.error()};
  auto story = read_story(*file);
  if (!story) return Error{story.error()};
  std::vector<scene::Bookmark> of_scenes;
  for (StoryScene const& scene : story->scenes) {
    scene::Bookmark const* view = scene::find_bookmark(views, scene.view);
    if (view == nullptr) return Error{fmt::format("{}: there is no view '{}'", file->string(), scene.view)};
    of_scenes.push_back(*view);
  }
  StoryPath path(*story, of_scenes, std::move(terrain));
  auto grounds = StoryGrounds::open(*story, assets);
  if (!grounds) return Error{grounds.error()};
  return Told{named, std::move(story).value(), std::move(path), std::move(grounds).value()};
}

Result<std::unique_ptr<Briefing>> Briefing::open(workplaces::Surroundings const& around, BriefingPlan const& plan,
                                                 std::vector<scene::Bookmark> const& views,
                                                 std::shared_ptr<view::Terrain const> terrain) {
  auto told = read(plan.story, around.assets, views, terrain);
  if (!told) return Error{told.error()};
  return std::unique_ptr<Briefing>(new Briefing(around, views, std::move(terrain), std::move(told).value(), plan.loop));
}

/// The shipped ones in turn; one with a fault is passed over, and said.
void Briefing::next_story(workplaces::Wishes& wishes) {
  auto const names = shipped_stories(around_.assets);
  auto it = std::ranges::find(names, told_.name);
  for (std::size_t tries = 0; tries < names.size(); ++tries) {
    it = it == names.end() || it + 1 == names.end() ? names.begin() : it + 1;
    auto told = read(*it, around_.assets, views_, terrain_);
    if (!told) {
      wishes.notices.push_back(told.error());
      continue;
    }
    told_ = std::move(told).value();
    t_s_ = 0;
    set_.reset();
    if (!playing_) go_to(0);
    return;
  }
}

void Briefing::enter(workplaces::Moment const& moment) {
  last_wall_s_ = moment.wall_s;
  set_.reset();
}

workplaces::Wishes Briefing::draw(workplaces::Moment const& moment, ui::DrawList& over) {
  steer(moment);
  figures_.look(*moment.twin, moment.now);
  workplaces::Wishes wishes;
  if (auto trouble = told_.grounds.look(); !trouble.empty()) wishes.notices.push_back(std::move(trouble));
  if (!followed_ && around_.kit.key('V')) next_story(wishes);
  StoryPath::Moment const now = told_.path.at(t_s_);
  set_scene(now, wishes);
  if (playing_) wishes.go_on = true;
  tell(moment, now, over, wishes);
  wishes.quiet = loop_ || followed_ || moment.wall_s - moved_s_ > kBar_s;
  if (!wishes.quiet) presenter_bar(moment, wishes);
  return wishes;
}

void Briefing::steer(workplaces::Moment const& moment) {
  double const dt = std::max(0.0, moment.wall_s - last_wall_s_);
  last_wall_s_ = moment.wall_s;
  if (followed_) return;
  if (moment.pointer.moved) moved_s_ = moment.wall_s;
  if (around_.kit.key(ui::PanelKit::kPageDown)) go_to(std::min(scene() + 1, told_.story.scenes.size() - 1));
  if (around_.kit.key(ui::PanelKit::kPageUp)) go_to(scene() > 0 ? scene() - 1 : 0);
  if (around_.kit.key('P')) playing_ = !playing_;
  if (!playing_) return;
  t_s_ += dt;
  if (t_s_ < told_.path.duration_s()) return;
  if (loop_)
    t_s_ = 0;
  else
    t_s_ = told_.path.duration_s(), playing_ = false;
}

/// To its beginning, so that a flight to it is seen; without playing, to where it stands.
void Briefing::go_to(std::size_t scene) {
  double const begins_s = scene == 0 ? 0 : told_.path.ends_s(scene - 1);
  t_s_ = playing_ ? begins_s : told_.path.ends_s(scene) - 1e-3;
  set_.reset();
}

void Briefing::set_scene(StoryPath::Moment const& now, workplaces::Wishes& wishes) {
  StoryScene const& scene = told_.story.scenes[now.scene];
  if (playing_ || set_ != now.scene) wishes.stand = now.camera;
  if (set_ == now.scene) return;
  set_ = now.scene;
  wishes.light = scene.light;
  wishes.layers = scene.layers;
  wishes.weather = std::string(passes::name_of(scene.weather));
}

void Briefing::tell(workplaces::Moment const& moment, StoryPath::Moment const& now, ui::DrawList& over,
                    workplaces::Wishes& wishes) {
  auto slide = words_.slide(told_.story, now.scene, around_.kit.language(),
                            told_.grounds.facts({moment.now, moment.now, moment.twin}, &figures_));
  if (playing_)
    slide.opacity = std::clamp(std::min(now.since_s, told_.path.ends_s(now.scene) - t_s_) / kFirst_s, 0.0, 1.0);
  wishes.covered = ui::draw_story_slide(slide, moment.view, around_.painter, over);
  around_.kit.note("scene", fmt::format("{} / {}", now.scene + 1, told_.story.scenes.size()));
  around_.kit.note("caption", slide.caption_first);
  for (ui::SlideCard const& card : slide.cards)
    around_.kit.note("card", fmt::format("{} | {} {} {} {} | {}", card.label, card.value, card.unit, card.range,
                                         card.target, card.source));
  for (ui::ChartRow const& row : slide.chart.rows)
    around_.kit.note("chart", row.name);
}

void Briefing::presenter_bar(workplaces::Moment const& moment, workplaces::Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  auto const right = static_cast<float>(moment.view.width) - 2 * moment.layout.unit;
  if (kit.begin("presenter", right, 2 * moment.layout.unit + 64 * kit.scale(), 1, 0)) {
    std::size_t const at = scene();
    if (kit.button("story.back") && at > 0) go_to(at - 1);
    ImGui::SameLine();
    if (kit.button(playing_ ? "story.hold" : "story.play", playing_)) playing_ = !playing_;
    ImGui::SameLine();
    if (kit.button("story.next") && at + 1 < told_.story.scenes.size()) go_to(at + 1);
    ImGui::SameLine();
    if (kit.button("story.other")) next_story(wishes);
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(fmt::format("{} / {}", at + 1, told_.story.scenes.size()).c_str());
  }
  kit.end();
  ImGui::PopFont();
}

} // namespace dalian::viewer
