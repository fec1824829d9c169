#pragma once
// What the engines say of the planned city, for cards of a story: `twinctl whatif run` in a process of its own, so that
// the screen neither waits for it nor falls with it. docs/whatif.md has the figures.
#include "twin/base/program_output.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace dalian::viewer {

struct ModelledFigure {
  double value = 0, low = 0, high = 0;
  std::string unit;
};

/// By "engine.figure" and zone ("" = all together).
class ModelledFigures {
 public:
  /// Of what `twinctl whatif run --json` prints.
  static Result<ModelledFigures> read(std::string const& json);
  /// Null for one that there is not.
  ModelledFigure const* find(std::string const& figure, std::string const& zone) const;

 private:
  std::map<std::pair<std::string, std::string>, ModelledFigure> figures_;
};

/// The computing of them.
class FiguresJob {
 public:
  /// Begins, beside whatever its caller does; `scenario` is a scenario file, empty = the base. The twinctl beside this
  /// program, else the one on PATH.
  static Result<std::unique_ptr<FiguresJob>> start(std::filesystem::path const& scenario);
  explicit FiguresJob(std::unique_ptr<ProgramOutput> program) : program_(std::move(program)) {}

  /// Takes what there is; never waits. True when it has ended, well or not.
  bool ended();
  void wait();
  /// Null while it runs and when it failed; then trouble() says why.
  ModelledFigures const* figures() const { return figures_.get(); }
  std::string const& trouble() const { return trouble_; }

 private:
  void read();

  std::unique_ptr<ProgramOutput> program_; // null once it has ended and was read; given up, it is stopped
  std::string trouble_;
  std::unique_ptr<ModelledFigures> figures_;
};

} // namespace dalian::viewer
