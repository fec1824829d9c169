#pragma once
// A planner's work on one scenario, without a screen: edits by tools, undo and redo, engines that run beside it, the
// file. One thread; nothing in it waits for an engine.
#include "twin/plan/desk.hpp"
#include "twin/plan/group.hpp"
#include "twin/plan/tools.hpp"
#include "twin/planner/bundle.hpp"
#include "twin/planner/explainer.hpp"
#include "twin/planner/joining.hpp"
#include "twin/whatif/report.hpp"

namespace dalian::planner {

struct SessionSetup {
  plan::Layout base;
  Engines engines;
  std::shared_ptr<layout::Surface const> surface; // null: nobody knows where water is
  whatif::Report paper;                           // the tables that a report of it tells; no scenarios
  unsigned threads = 1;
};

/// What came of an edit: refused edits change nothing.
struct Done {
  bool changed = false;
  plan::Findings findings; // why not, or what a planner would want to know
};

class Session {
 public:
  explicit Session(SessionSetup setup);

  plan::Layout const& base() const { return desk_.log.base(); }
  plan::Layout const& layout() const { return desk_.log.layout(); }
  plan::EditLog const& log() const { return desk_.log; }
  plan::Scenario const& scenario() const { return desk_.scenario; }
  std::filesystem::path const& file() const { return file_; }
  /// Edits, name or note that no file has yet.
  bool unsaved() const;

  /// Any tool, on the layout as it stands; `by` says in words what it was.
  Done use(std::string by, plan::Tool const& tool);
  /// What the tool would make of it, while a thing is in hand: nothing is edited, and the quick engines look at it. The
  /// layout is that of the session where the tool refuses.
  struct Trial {
    plan::Layout layout;
    Done done;
  };
  Trial attempt(plan::Tool const& tool);
  /// Nothing is in hand any more: the engines are asked of layout().
  void let_go() { ask(); }
  /// The words of docs/scenarios.md, "Tools".
  Done use_words(std::vector<std::string> const& words);
  bool undo();
  bool redo();
  void name(std::string name) { desk_.scenario.name = std::move(name); }
  void note(std::string note) { desk_.scenario.note = std::move(note); }

  /// Another scenario in place of this one; on an error this one stays.
  Status open(std::filesystem::path const& file);
  /// A bundle's scenario, likewise; it has no file of its own until it is saved.
  Status open(Bundle const& bundle);
  /// What stands, with its figures; only once there is an answer that is not old.
  Result<Bundle> bundle(BundleView view) const;
  /// What is no longer as the bundle has it, of the answer there is.
  BundleDrift drift(Bundle const& bundle) const;
  /// Begins an empty scenario that has no file.
  void start(std::string name);
  /// Goes on with the same edits as a variant of what the file has, under another name; it has no file yet. Steps can
  /// still be undone.
  void vary(std::string name);
  /// Where another planner has changed the file meanwhile, both are joined; what is in conflict stays unwritten and the
  /// error tells it: look() and join() settle it. Nothing of either is lost, also when both save at once.
  Status save(std::filesystem::path const& file);
  /// What joining a file's scenario would do: over what both began with where it is this session's file, else the base.
  Result<Joining> look(std::filesystem::path const& file) const;
  /// One step, which can be undone; the file is as it was until save(). An error, and nothing done, when the scenario
  /// was edited since it was looked at.
  Status join(Joining const& joining);

  /// Another scenario of the same base, beside this one.
  struct Other {
    std::filesystem::path file; // "" = none of its own
    plan::Scenario scenario;
    plan::Layout layout;
    /// Its name, else that of its file.
    std::string title() const { return scenario.name.empty() ? file.stem().string() : scenario.name; }
  };
  /// Answers, reports and explanations tell the change from that file's scenario on, as it stands in the file now; on
  /// an error all stays as it was.
  Status compare_with(std::filesystem::path const& file);
  void compare_with_base();
  /// What is compared with, null: the base.
  Other const* other() const { return other_ ? &*other_ : nullptr; }
  plan::Layout const& before() const { return other_ ? other_->layout : base(); }

  std::shared_ptr<Answer const> answer() const { return evaluator_->newest(); }
  /// The newest answer is of another layout than layout(), or engines are still at work on it.
  bool answer_is_old() const;
  bool busy() const { return evaluator_->busy(); }

  /// Which part of the scenario moved which figure; an edit gives it up. explanation() is of another layout() when it
  /// is old, null before the first.
  void explain();
  bool explaining() const { return explainer_ && explainer_->busy(); }
  std::shared_ptr<Explanation const> explanation() const { return explainer_ ? explainer_->newest() : nullptr; }

  /// What is compared with and the scenario; only once there is an answer that is not old.
  Result<std::string> report(std::string const& zone, whatif::ReportWords const& words) const;

 private:
  Done apply(std::string by, plan::Draft draft);
  void ask();
  void compare(std::optional<Other> other);
  Status join_with_file(std::filesystem::path const& file);
  void keep_as_saved(plan::Layout layout, plan::Scenario const& words);

  SessionSetup setup_;
  plan::Desk desk_;
  std::filesystem::path file_;
  plan::Layout saved_;                  // what the file says, as far as this session knows
  std::string saved_name_, saved_note_; //
  std::optional<Other> other_;
  std::unique_ptr<Evaluator> evaluator_; // of before(), as the next
  std::unique_ptr<Explainer> explainer_; // once it is asked
};

/// To a grid of `step_m`, or to the middle of the parcel where that is within `near_m`.
MapPoint snapped(plan::Layout const& layout, MapPoint at, double step_m = 5, double near_m = 12);

} // namespace dalian::planner
