#include "twin/planner/importer.hpp"

#include "twin/base/run_program.hpp"
#include "twin/plan/told_by_tools.hpp"

#include <algorithm>

namespace dalian::planner {
namespace {

void add_pairs(std::vector<std::string>& words, char const* option, std::map<std::string, std::string> const& pairs) {
  for (auto const& [name, value] : pairs)
    words.insert(words.end(), {option, name + "=" + value});
}

bool is_name(plan::FieldType type) {
  using plan::FieldType;
  return type == FieldType::text || type == FieldType::ref || type == FieldType::refs;
}

/// "twinctl: city.gpkg: …\n" → what it says.
std::string sentence(std::string said) {
  while (said.ends_with('\n'))
    said.pop_back();
  constexpr std::string_view kName = "twinctl: ";
  return said.starts_with(kName) ? said.substr(kName.size()) : said;
}

} // namespace

Importer::Importer(std::filesystem::path file, std::filesystem::path assets)
    : file_(std::move(file)), assets_(std::move(assets)) {
  read();
}

void Importer::read() {
  std::vector<std::string> words{
      program_beside_us("twingeo"), "import", file_.string(), "--preview", "--json", "--assets", assets_.string()};
  add_pairs(words, "--as", as_);
  add_pairs(words, "--from", from_);
  add_pairs(words, "--set", set_);
  auto started = ProgramOutput::start(std::move(words));
  program_ = started ? std::move(started).value() : nullptr;
  answered_ = !started;
  if (!started) offered_.reset();
  trouble_ = started ? "" : started.error() + "; it comes with the package dalian-twin-formats";
}

bool Importer::look() {
  if (program_ && program_->ended()) take(*std::exchange(program_, nullptr));
  return std::exchange(answered_, false);
}

void Importer::take(ProgramOutput const& program) {
  answered_ = true;
  offered_.reset();
  if (program.status() != 0) {
    trouble_ = sentence(program.err());
    return;
  }
  auto read = plan::parse_imported(program.out(), file_.string());
  trouble_ = read ? "" : read.error();
  if (read) offered_ = std::move(read).value();
}

void Importer::take_as(std::string const& table, std::string const& layer) {
  as_[table] = layer;
  read();
}

void Importer::fill(std::string const& field, std::string const& with) {
  from_.erase(field);
  set_.erase(field);
  bool const attribute = offered_ && std::ranges::any_of(offered_->tables, [&](plan::TableReport const& table) {
                           return std::ranges::find(table.left_out, with) != table.left_out.end();
                         });
  if (!with.empty()) (attribute ? from_ : set_)[field] = with;
  read();
}

std::string Importer::filled(std::string const& field) const {
  for (auto const* pairs : {&from_, &set_})
    if (auto const it = pairs->find(field); it != pairs->end()) return it->second;
  return {};
}

std::vector<std::string> open_fields(plan::TableReport const& table) {
  std::vector<std::string> out;
  auto const add = [&](std::string const& field) {
    if (std::ranges::find(out, field) == out.end()) out.push_back(field);
  };
  for (auto const& [why, count] : table.rejected)
    if (why.code == plan::kNoValue.code || why.code == plan::kNotAValue.code) add(why.field);
  auto const layer = plan::find_layer(table.layer);
  if (!layer) return out;
  for (bool const names : {false, true}) // numbers and choices first: engines go by them
    for (plan::FieldSpec const& field : plan::spec_of(*layer).fields)
      if (is_name(field.type) == names && !plan::is_shape(field.type) &&
          std::ranges::find(table.fields, field.name) == table.fields.end())
        add(std::string(field.name));
  return out;
}

plan::Edits new_of(plan::Imported const& imported, plan::Layout const& layout) {
  plan::Edits out;
  for (plan::Edit const& edit : imported.edits)
    if (!layout.find(edit.layer, edit.id)) out.push_back(edit);
  return out;
}

} // namespace dalian::planner
