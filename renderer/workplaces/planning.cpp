#include "renderer/workplaces/planning.hpp"

#include "renderer/workplaces/places.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dalian::workplaces {
namespace {

constexpr double kTurn_deg = 15, kNudge_m = 5;
constexpr float kSwipeStep = 0.1F;
constexpr float kGrab_px = 10; // beside the swipe

float swipe_x(Moment const& moment, PlanningLook const& look) {
  return moment.layout.middle.x0 + look.swipe * moment.layout.middle.width();
}

} // namespace

Planning::Planning(Surroundings const& around)
    : around_(around), desk_(around.assets, scenario_folder()), panels_(around), sweep_(around, scenario_folder()),
      import_(around), first_(around.bundle) {}

void Planning::keys(Moment const& moment, Wishes& wishes) {
  if (desk_.asks()) return asking_keys();
  if (around_.kit.key('C')) look_.sweep = true;
  if (sweep_.open()) return; // it has keys of its own
  if (around_.kit.key(ui::PanelKit::kControl | 'I')) look_.import = true;
  if (import_.open()) return; // likewise
  file_keys();
  if (desk_.joining() != nullptr) return joining_keys(); // nothing is edited until it is settled
  choice_keys();
  edit_keys(moment);
  tool_keys(moment);
  look_keys(wishes);
}

void Planning::edit_keys(Moment const& moment) {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  auto const control = [&](int key) { return kit.key(PanelKit::kControl | key); };
  if (control('Z')) desk_.undo();
  if (control('Y')) desk_.redo();
  if (control('D')) desk_.duplicate();
  if (control('C')) desk_.copy();
  if (control('V'))
    if (auto const at = aimed_at(moment)) desk_.paste(*at);
  if (kit.key(PanelKit::kDelete)) desk_.remove();
  if (kit.key(',')) desk_.turn(-kTurn_deg);
  if (kit.key('.')) desk_.turn(kTurn_deg);
  if (control(PanelKit::kLeft)) nudge(-kNudge_m, 0);
  if (control(PanelKit::kRight)) nudge(kNudge_m, 0);
  if (control(PanelKit::kDown)) nudge(0, -kNudge_m);
  if (control(PanelKit::kUp)) nudge(0, kNudge_m);
  if (control(PanelKit::kPageUp)) desk_.raise(1);
  if (control(PanelKit::kPageDown)) desk_.raise(-1);
  if (kit.key('U')) look_.type_into = PlanningLook::Field::number;
}

void Planning::choice_keys() {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key('V')) desk_.choose_next();
  if (kit.key(PanelKit::kControl | PanelKit::kShift | 'A')) desk_.choose_next(true);
  if (kit.key(PanelKit::kControl | 'A')) desk_.choose_all();
}

void Planning::nudge(double east_m, double north_m) {
  auto const entity = desk_.entity();
  bool const moves = entity && entity->layer() != plan::Layer::parcel && !has_line(*entity);
  auto const middle = moves ? planner::middle_of(*entity) : std::nullopt;
  if (middle) desk_.move({middle->east_m + east_m, middle->north_m + north_m});
}

/// Where the pointer is; where it is on none of the city, the middle of the picture.
std::optional<MapPoint> Planning::aimed_at(Moment const& moment) const {
  Moment here = moment;
  ui::Box const& middle = moment.layout.middle;
  if (!here.pointer.inside)
    here.pointer = {(middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2, true, false, false};
  return on_ground(here);
}

void Planning::tool_keys(Moment const& moment) {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key('N')) { // through the palette, then nothing in hand
    std::size_t const next = look_.tool ? *look_.tool + 1 : 0;
    look_.tool = next < palette().size() ? std::optional(next) : std::nullopt;
    look_.drawing.leave();
    desk_.let_go();
  }
  line_keys(moment);
  if (kit.key(PanelKit::kEnter) && look_.tool && !ImGui::GetIO().WantTextInput)
    if (auto const at = aimed_at(moment)) put(*at);
  if (kit.key(PanelKit::kEscape)) {
    if (!look_.tool && !look_.drawing.item() && !dragging_ && !look_.frame.open() && !roof_.held())
      desk_.choose(std::nullopt);
    look_.tool.reset();
    look_.drawing.leave();
    look_.frame.leave();
    roof_.leave();
    dragging_ = false;
    desk_.let_go();
  }
}

void Planning::line_keys(Moment const& moment) {
  ui::PanelKit const& kit = around_.kit;
  auto const items = line_palette();
  LineItem const* const item = look_.drawing.item();
  if (kit.key('P')) { // through the kinds of line, then none
    LineItem const* const next = item == nullptr ? items.data() : item + 1;
    look_.tool.reset();
    desk_.let_go();
    next < items.data() + items.size() ? look_.drawing.begin(*next) : look_.drawing.leave();
  } else if (item != nullptr && kit.key(ui::PanelKit::kEnter) && !ImGui::GetIO().WantTextInput) {
    if (auto const at = aimed_at(moment)) draw_to(*at);
  } else if (item != nullptr && kit.key(ui::PanelKit::kBackspace)) {
    look_.drawing.take_back();
    look_.drawing.has_line() ? desk_.hold(*item, look_.drawing.places()) : desk_.let_go();
  }
  if (kit.key('Z')) desk_.close_or_open();
}

/// The tool looks at each place that is added; what it refuses is said, and the last place can be taken back.
void Planning::draw_to(MapPoint at) {
  LineItem const& item = *look_.drawing.item();
  if (!look_.drawing.add(at)) {
    if (look_.drawing.has_line()) desk_.hold(item, look_.drawing.places());
    return;
  }
  desk_.draw(item, look_.drawing.places());
  if (!desk_.said().refused)
    look_.drawing.leave();
  else if (look_.drawing.places().size() == item.most)
    look_.drawing.take_back();
}

void Planning::look_keys(Wishes& wishes) {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key('B')) look_.comparing = !look_.comparing;
  if (kit.key(PanelKit::kPageUp)) look_.swipe = std::max(0.0F, look_.swipe - kSwipeStep);
  if (kit.key(PanelKit::kPageDown)) look_.swipe = std::min(1.0F, look_.swipe + kSwipeStep);
  if (kit.key('Y')) look_.why = !look_.why;
  if (kit.key('K')) look_.change = !look_.change;
  if (kit.key('G')) { // the next figure on the ground, then none
    auto const columns = ground_columns();
    auto const at = std::ranges::find(columns, look_.column) - columns.begin() + 1;
    look_.column = columns[static_cast<std::size_t>(at) % columns.size()];
  }
  if (!kit.key('X')) return;
  std::vector<MapPoint> places; // of findings that have one
  for (planner::Mark const& mark : desk_.marks())
    if (mark.at) places.push_back(*mark.at);
  if (!places.empty()) wishes.fly_to = camera_at(around_, places[finding_++ % places.size()]);
}

void Planning::file_keys() {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  auto const control = [&](char letter) { return kit.key(PanelKit::kControl | letter); };
  if (control('S')) desk_.save();
  if (control('N')) desk_.start();
  if (control('E')) look_.keep = true;
  if (control('G')) desk_.vary();
  if (control('R')) desk_.report(std::string(ui::code(kit.language())));
  if (kit.key('T')) look_.type_into = PlanningLook::Field::name;
  if (kit.key('I')) look_.type_into = PlanningLook::Field::note;
  auto const& files = desk_.files();
  if (files.empty()) return;
  look_.file = std::min(look_.file, files.size() - 1);
  if (kit.key(']')) look_.file = (look_.file + 1) % files.size();
  if (kit.key('[')) look_.file = (look_.file + files.size() - 1) % files.size();
  if (kit.key('O')) return desk_.open(std::filesystem::path(files[look_.file].file));
  if (control('B')) return desk_.compare_with(std::filesystem::path(files[look_.file].file));
  if (kit.key('J')) desk_.look_to_join(std::filesystem::path(files[look_.file].file));
}

void Planning::asking_keys() {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key(PanelKit::kEnter)) return desk_.save_and_go_on();
  if (kit.key(PanelKit::kDelete)) return desk_.discard();
  if (kit.key(PanelKit::kEscape)) desk_.stay();
}

/// Of the first conflict that is not decided.
void Planning::joining_keys() {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key(PanelKit::kEscape)) return desk_.leave_joining();
  auto const& chosen = desk_.joining()->chosen;
  auto const open = std::ranges::find(chosen, std::optional<planner::Side>());
  auto const number = static_cast<std::size_t>(open - chosen.begin());
  if (kit.key(',') && open != chosen.end()) desk_.choose_side(number, planner::Side::mine);
  if (kit.key('.') && open != chosen.end()) desk_.choose_side(number, planner::Side::theirs);
  if (kit.key(PanelKit::kEnter)) desk_.join();
}

void Planning::put(MapPoint at) {
  desk_.put(palette()[*look_.tool], at);
  if (!desk_.said().refused) look_.tool.reset();
}

/// Under the pointer, where that is over the city.
std::optional<MapPoint> Planning::on_ground(Moment const& moment) const {
  auto const ground = moment.pointer.inside ? moment.ground(around_.terrain) : std::nullopt;
  return ground ? std::optional(MapPoint{ground->x, ground->y}) : std::nullopt;
}

/// What the left button took hold of: by where it went down, for the pointer may be on by now.
void Planning::press(Moment const& moment) {
  Moment then = moment;
  then.pointer.x = moment.pointer.pressed.x, then.pointer.y = moment.pointer.pressed.y;
  auto const at = on_ground(then);
  if (look_.comparing && std::abs(then.pointer.x - swipe_x(moment, look_)) < kGrab_px)
    swiping_ = true;
  else if (look_.tool || look_.drawing.item() != nullptr)
    return; // what is in hand is put
  else if (roof_.over(moment.pointer.pressed))
    roof_.grab(moment.pointer.pressed);
  else if (moment.pointer.shift)
    look_.frame.begin(moment.pointer.pressed);
  else if (over_chosen(moment, at))
    grab(at);
}

void Planning::point(Moment const& moment, Wishes& wishes) {
  auto const at = on_ground(moment);
  bool const on_chosen = !look_.tool && !look_.drawing.item() && over_chosen(moment, at);
  if (ImGui::IsMouseClicked(0) && moment.pointer.inside) press(moment);
  if (swiping_)
    look_.swipe = std::clamp((moment.pointer.x - moment.layout.middle.x0) / moment.layout.middle.width(), 0.0F, 1.0F);
  swiping_ = swiping_ && ImGui::IsMouseDown(0);
  ui::ScreenPoint const pointer{moment.pointer.x, moment.pointer.y, 0};
  wishes.keeps_drag = dragging_ || swiping_ || on_chosen || roof_.held() || roof_.over(pointer);
  wishes.keeps_shift_drag = true;
  wishes.keeps_clicks = true;
  if (look_.frame.open()) pull_frame(moment);
  if (roof_.held()) return pull_roof(moment);
  if (dragging_) return drag(moment, at);
  if (look_.drawing.item() != nullptr) {
    if (at && moment.pointer.clicked) draw_to(*at);
    return;
  }
  if (!look_.tool) return click(moment, at);
  if (!at) return desk_.let_go();
  desk_.hold(palette()[*look_.tool], *at);
  if (moment.pointer.clicked) put(*at);
}

void Planning::wish_things(Moment const& moment, Wishes& wishes) {
  auto standing = standing_of(desk_.things(), around_.terrain);
  if (look_.comparing) {
    auto const is_left = [&](scene::StandingThing const& t) {
      auto const at = moment.view.project({t.at.east_m, t.at.north_m, t.ground_m});
      return !at || at->x < swipe_x(moment, look_);
    };
    std::erase_if(standing, is_left);
    for (auto& other : standing_of(desk_.other_things(), around_.terrain, desk_.things().size()))
      if (is_left(other)) standing.push_back(std::move(other));
  }
  if (!standing_ || *standing_ != standing)
    standing_ = std::make_shared<std::vector<scene::StandingThing> const>(std::move(standing));
  wishes.standing = standing_;
}

void Planning::wish_field(Wishes& wishes) {
  auto const answer = desk_.session().answer();
  std::string const name = look_.column + (look_.change ? "+" : "");
  if (answer != field_of_ || name != field_name_) {
    field_of_ = answer;
    field_name_ = name;
    auto field = answer && !look_.column.empty() ? parcel_field(*answer, look_.column, look_.change, around_.city)
                                                 : std::nullopt;
    field_ = field ? std::make_shared<view::Field const>(std::move(*field)) : nullptr;
  }
  wishes.field = field_;
}

Wishes Planning::draw(Moment const& moment, ui::DrawList& over) {
  Wishes wishes;
  if (!desk_.ready()) {
    panels_.draw_waiting(desk_, moment);
    wishes.go_on = desk_.trouble().empty();
    return wishes;
  }
  if (!first_.empty()) desk_.open(std::exchange(first_, {}));
  keys(moment, wishes);
  show_bundle(wishes);
  desk_.follow_other(moment.wall_s);
  roof_.follow(desk_, GroundLines(moment, around_.terrain), moment);
  if (look_.why) desk_.explain_if_old();
  bool const edited = desk_.joining() == nullptr && !desk_.asks() && !import_.open();
  if (edited) point(moment, wishes);
  if (std::exchange(look_.import, false)) import_.toggle(desk_);
  look_.importing = import_.open();
  panels_.draw(desk_, look_, moment, wishes);
  import_.draw(desk_, moment.layout.left, wishes);
  if (std::exchange(look_.keep, false)) keep_bundle(moment);
  if (std::exchange(look_.sweep, false)) sweep_.toggle();
  sweep_.draw(desk_, moment);
  draw_planning_marks(desk_, look_, around_, moment, over);
  look_.drawing.draw(GroundLines(moment, around_.terrain), on_ground(moment), around_.kit.colours(), over);
  roof_.draw(around_, desk_.in_hand() && desk_.in_hand()->refusal, over);
  wish_things(moment, wishes);
  wish_field(wishes);
  wishes.go_on = wishes.go_on || desk_.session().busy() || desk_.session().explaining() || sweep_.busy();
  return wishes;
}

} // namespace dalian::workplaces
