#pragma once
// A foreign file on its way into a scenario: `twingeo` reads it, a process of its own, so that a planner neither waits
// for it nor falls with it; what was not understood is said to be something, and it reads again. One thread.
#include "twin/base/program_output.hpp"
#include "twin/plan/import_report.hpp"

#include <filesystem>
#include <memory>

namespace dalian::planner {

class Importer {
 public:
  /// Begins to read. `assets`: the folder whose layout is the base.
  Importer(std::filesystem::path file, std::filesystem::path assets);

  std::filesystem::path const& file() const { return file_; }
  bool busy() const { return program_ != nullptr; }
  /// Takes what has come; never waits. True once for each answer, also that it cannot be read.
  bool look();
  /// What the file holds, by the newest answer; null before the first and when it could not be read: trouble() says
  /// why.
  plan::Imported const* offered() const { return offered_ ? &*offered_ : nullptr; }
  std::string const& trouble() const { return trouble_; }

  /// That table is that layer ("" = is left out); reads again.
  void take_as(std::string const& table, std::string const& layer);
  /// What a field has, of which the file says nothing: an attribute's values where one is named so, else that value
  /// for all. Reads again.
  void fill(std::string const& field, std::string const& with);
  /// What fill() was told of the field; "" = nothing.
  std::string filled(std::string const& field) const;

 private:
  void read();
  void take(ProgramOutput const& program);

  std::filesystem::path file_, assets_;
  std::map<std::string, std::string> as_, from_, set_;
  std::unique_ptr<ProgramOutput> program_; // null: nothing is being read
  bool answered_ = false;                  // and nobody has looked
  std::optional<plan::Imported> offered_;
  std::string trouble_;
};

/// Fields of the table's layer that none of its attributes is taken for: first those that features are not taken for
/// the want of, then numbers and choices, then names. Shapes are none.
std::vector<std::string> open_fields(plan::TableReport const& table);

/// Of what was read those that the layout has not.
plan::Edits new_of(plan::Imported const& imported, plan::Layout const& layout);

} // namespace dalian::planner
