#pragma once
// What a planner has before him: the session, what is chosen, what is in hand. Draws nothing. Main thread.
#include "renderer/workplaces/drawing.hpp"
#include "renderer/workplaces/planning_choice.hpp"
#include "renderer/workplaces/watched_file.hpp"
#include "twin/app/planner_setup.hpp"
#include "twin/planner/copies.hpp"
#include "twin/planner/figures.hpp"
#include "twin/planner/importer.hpp"
#include "twin/planner/shelf.hpp"
#include "twin/planner/sweep_results.hpp"
#include "twin/planner/things.hpp"

#include <future>
#include <utility>
#include <variant>

namespace dalian::workplaces {

/// Something to be put on the ground, with figures to begin with: they are the planner's to change.
struct PaletteItem {
  std::string_view key; // of words, after plan.put
  plan::Layer layer;
  plan::Fields fields;
  double length_m = 0, width_m = 0; // of a building
};
std::span<PaletteItem const> palette();

/// What was done or refused, for the planner.
struct Say {
  std::string key, text; // key: of words that come first, "" = none
  bool refused = false;
  std::optional<plan::Finding> finding; // in place of the text: told in the planner's language
  std::size_t refused_things = 0;       // of several that were to be edited together
};

/// A thing on its way to a place: how the city would be, or why it may not stand there.
struct InHand {
  MapPoint at;
  plan::Layout layout;
  std::optional<plan::Finding> refusal;
  std::size_t refused_things = 0;
  std::vector<MapPoint> others = {}; // places of what comes with it
  int storeys = 0;                   // more, of what is raised where it stands
};

class PlanningDesk {
 public:
  /// Scenarios are kept in `folder`.
  PlanningDesk(std::filesystem::path assets, std::filesystem::path folder);

  /// Begins to read the base and the tables, on another thread; once.
  void begin();
  /// Once what was read is there. Looks for it.
  bool ready();
  std::string const& trouble() const { return trouble_; } // why it never will be
  planner::Session& session() { return *session_; }
  planner::Session const& session() const { return *session_; }

  /// What the scenario has beside the base, and what is in hand; anew when that changed.
  std::vector<planner::Thing> const& things();
  /// What it draws: roads, routes, cut parcels.
  std::vector<planner::Drawn> const& drawn();
  /// Of the newest answer; anew with it.
  std::vector<planner::Mark> const& marks();

  void choose(std::optional<Chosen> const& what);
  /// The first of them leads.
  void choose_these(std::vector<Chosen> what) { chosen_ = std::move(what); }
  /// Beside the others; what is chosen already no longer is.
  void choose_also(Chosen const& what);
  /// All things that the scenario put in zone(), or everywhere.
  void choose_all();
  /// The next of what the scenario put, alone or beside the others, which it then leads; else nothing.
  void choose_next(bool also = false);
  /// What leads: numbers are shown of it, and it snaps.
  std::optional<Chosen> chosen() const;
  std::vector<Chosen> const& all_chosen() const { return chosen_; }
  std::optional<plan::Entity> entity() const; // that leads
  /// The first building that is chosen, as it is shown. Valid until the next edit, or what is in hand, changes.
  std::optional<plan::Entity> raised() const;
  /// The zone that figures are shown of: that of what is chosen; "" = all together.
  std::string zone() const;

  /// Held over a place: nothing is edited, the quick engines look at it.
  void hold(PaletteItem const& item, MapPoint at);
  void hold_chosen(MapPoint at); // what leads, with the others about it
  void hold(LineItem const& item, plan::MapLine const& line);
  void hold_raised(int storeys);
  void let_go();
  std::optional<InHand> const& in_hand() const { return in_hand_; }

  // What the planner does; what came of it is said.
  void put(PaletteItem const& item, MapPoint at);
  void draw(LineItem const& item, plan::MapLine const& line);
  /// Closes the road that is chosen to all traffic, or opens it again.
  void close_or_open();
  // All that is chosen at once, as one step.
  void move(MapPoint to);    // of what leads
  void turn(double degrees); // about their common middle
  void duplicate();          // beside them
  void remove();
  void raise(int storeys); // of buildings; the others stay as they are
  /// Keeps what is chosen, whatever scenario is opened then, to be put so that what led comes to a place.
  void copy();
  void paste(MapPoint at);
  void set(std::string_view field, plan::Value value);
  void undo();
  void redo();
  /// These ask first where another scenario would take the place of one that no file has: until that is answered
  /// asks() is true and nothing has changed.
  void start();
  void open(std::filesystem::path const& file);
  void save();
  /// Goes on as a variant of the scenario that is open, under a name of its own.
  void vary();
  bool unsaved() const { return session_ && session_->unsaved(); }
  bool asks() const { return next_.has_value(); }
  void save_and_go_on(); // stays, and says why, where it cannot be saved
  void discard();
  void stay() { next_.reset(); }
  /// Writes NAME.bundle.json beside the scenario: all that its picture and figures hang on.
  void keep_bundle(planner::BundleView view);
  /// Of the bundle that was opened, once: how it is to be looked at.
  std::optional<planner::BundleView> take_view() { return std::exchange(view_, std::nullopt); }
  /// Says of the bundle that was opened what is no longer as it was kept, as soon as the engines have answered.
  void look_at_drift();

  /// Compares with the scenario of a file, or with the base again where it is that which is compared with.
  void compare_with(std::filesystem::path const& file);
  /// Where another planner has saved that file meanwhile, with what it holds now. Looks now and then.
  void follow_other(double wall_s);
  /// What it has beside the base.
  std::vector<planner::Thing> const& other_things() const { return other_things_; }
  std::vector<planner::Drawn> const& other_drawn() const { return other_drawn_; }

  /// Another's scenario beside this one: what joining would do, until it is done or left.
  void look_to_join(std::filesystem::path const& file);
  planner::Joining const* joining() const { return joining_ ? &*joining_ : nullptr; }
  void choose_side(std::size_t conflict, planner::Side side) { joining_->chosen[conflict] = side; }
  void join();
  void leave_joining() { joining_.reset(); }

  /// A foreign file (GeoJSON, GeoPackage, DXF …): begins to read it.
  void import_from(std::filesystem::path const& file);
  planner::Importer* importing() { return importer_ ? &*importer_ : nullptr; }
  /// Holds in hand what the newest answer would bring; true when there is one.
  bool follow_import();
  std::size_t import_size() const { return new_edits_.size(); } // things that would come
  double import_reach() const { return import_reach_m_; }       // from one end of them to the other, m
  void take_import();                                           // as one step
  void leave_import();

  /// A case of a sweep as a scenario of its own; asks first, as start() and open() do. False, and said why, when that
  /// cannot be.
  bool open_case(std::filesystem::path const& results_file, planner::SweepResults const& results, std::size_t number);

  /// Asks which part moved which figure where that is not known of what stands, and no engine is at other work.
  void explain_if_old();
  /// Of what stands; null until it is known.
  std::shared_ptr<planner::Explanation const> explanation() const;
  /// Writes NAME.html beside the scenario.
  void report(std::string const& language);

  /// Of the folder, each behind what it is a variant of.
  std::vector<planner::Shelved> const& files() const { return files_; }
  Say const& said() const { return said_; }
  /// A file name from the scenario's name.
  std::filesystem::path file() const;

 private:
  void take(planner::Done const& done, std::string what);
  void hold(MapPoint at, plan::Tool const& tool);
  plan::Layout const& shown() const { return in_hand_ ? in_hand_->layout : session_->layout(); }
  void look_at_shown();
  void look_at_other();
  std::vector<Chosen> added_since(plan::Layout const& before) const;
  std::vector<MapPoint> middles() const;
  std::vector<planner::Copied> copies() const;
  void put_copies(std::vector<planner::Copied> const& things, MapPoint to, std::string const& by, std::string key);
  void list_files();
  /// A case of a sweep, read and found to be of this base.
  struct SweepCase {
    std::string results; // their name
    std::size_t number;
    plan::Edits edits;
  };
  using Next = std::variant<std::filesystem::path, SweepCase>; // a file, "" = a new scenario
  bool ask_before(Next next);
  void take_up(Next const& next);
  void take_up_file(std::filesystem::path const& file);
  void take_up_case(SweepCase const& chosen);
  void take_up_bundle(std::filesystem::path const& file);

  std::filesystem::path assets_, folder_;
  std::future<Result<planner::SessionSetup>> reading_;
  std::unique_ptr<planner::Session> session_;
  std::string trouble_;
  std::vector<Chosen> chosen_; // the first leads
  std::vector<planner::Copied> copied_;
  std::vector<planner::Thing> things_;
  std::vector<planner::Drawn> drawn_;
  plan::ContentHash shown_{};                // the layout that both are of
  std::vector<planner::Thing> other_things_; // of what is compared with
  std::vector<planner::Drawn> other_drawn_;
  plan::ContentHash other_shown_{};
  WatchedFile other_file_;
  std::vector<planner::Mark> marks_;
  std::shared_ptr<planner::Answer const> marks_of_;
  std::optional<std::string> marks_zone_; // whose marks stand first
  std::vector<planner::Shelved> files_;
  std::optional<InHand> in_hand_;
  std::optional<planner::Joining> joining_;
  std::optional<planner::Importer> importer_;
  plan::Edits new_edits_; // of what is being imported
  double import_reach_m_ = 0;
  std::optional<planner::Bundle> bundle_; // opened, and not yet compared with what the engines say
  std::optional<planner::BundleView> view_;
  std::optional<Next> next_; // waits to be opened until it is answered
  Say said_;
};

/// Of the user, by XDG_DATA_HOME: dalian-twin/scenarios.
std::filesystem::path scenario_folder();

} // namespace dalian::workplaces
