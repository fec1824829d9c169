#include "renderer/workplaces/file_picker.hpp"

#include <algorithm>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMost = 2000; // of a folder

} // namespace

FilePicker::FilePicker(fs::path const& folder, std::span<std::string_view const> endings) : endings_(endings) {
  go_to(folder);
}

bool FilePicker::has_ending(fs::path const& file) const {
  std::string name = file.filename().string();
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::any_of(endings_, [&](std::string_view ending) { return name.ends_with(ending); });
}

void FilePicker::go_to(fs::path const& folder) {
  fs::path const from = std::exchange(folder_, folder);
  entries_.clear();
  std::error_code failed;
  for (auto it = fs::directory_iterator(folder, failed);
       !failed && it != fs::directory_iterator() && entries_.size() < kMost; it.increment(failed)) {
    std::error_code unknown;
    bool const is_folder = it->is_directory(unknown);
    if (it->path().filename().string().starts_with('.') || (!is_folder && !has_ending(it->path()))) continue;
    entries_.push_back({it->path(), is_folder});
  }
  std::ranges::sort(entries_, [](Entry const& a, Entry const& b) {
    return a.folder != b.folder ? a.folder : a.path.filename() < b.path.filename();
  });
  if (folder.has_relative_path()) entries_.insert(entries_.begin(), {folder.parent_path(), true});
  auto const back = std::ranges::find(entries_, from, &Entry::path); // up from a folder: it is chosen
  at_ = back == entries_.end() || from == folder.parent_path() ? 0 : static_cast<std::size_t>(back - entries_.begin());
  moved_ = true;
}

FilePicker::Choice FilePicker::take(fs::path const& path) {
  std::error_code unknown;
  if (!fs::is_directory(path, unknown)) return path;
  go_to(path);
  return std::nullopt;
}

void FilePicker::keys(ui::PanelKit const& kit) {
  using ui::PanelKit;
  std::size_t const was = at_;
  if (kit.key(PanelKit::kDown)) at_ = std::min(at_ + 1, entries_.empty() ? 0 : entries_.size() - 1);
  if (kit.key(PanelKit::kUp) && at_ > 0) --at_;
  moved_ = moved_ || at_ != was;
}

FilePicker::Choice FilePicker::path_field(ui::PanelKit& kit) {
  ImGui::SetNextItemWidth(-1);
  if (kit.key('/')) ImGui::SetKeyboardFocusHere();
  bool const done = ImGui::InputTextWithHint("##path", kit.words("file.hint").c_str(), typed_.data(), typed_.size(),
                                             ImGuiInputTextFlags_EnterReturnsTrue);
  if (ImGui::IsItemActive()) kit.note("file.typing", "/ " + std::string(typed_.data()));
  if (!done) return std::nullopt;
  std::string const typed = typed_.data();
  if (typed.empty()) return std::nullopt;
  typed_ = {};
  return take(folder_ / typed); // what begins with a slash stands for itself
}

FilePicker::Choice FilePicker::rows(ui::PanelKit& kit) {
  Choice chosen;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry const& entry = entries_[i];
    bool const up = entry.path == folder_.parent_path();
    std::string const name = up ? ".." : entry.path.filename().string() + (entry.folder ? "/" : "");
    kit.note(i == at_ ? "file.chosen" : "file", name);
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::Selectable(name.c_str(), i == at_)) at_ = i, chosen = entry.path;
    if (i == at_ && std::exchange(moved_, false)) ImGui::SetScrollHereY();
    ImGui::PopID();
  }
  if (entries_.empty()) kit.second_text("file.none", kit.words("file.none"));
  return chosen;
}

FilePicker::Choice FilePicker::draw(ui::PanelKit& kit) {
  bool const typing = ImGui::GetIO().WantTextInput;
  keys(kit);
  if (auto const typed = path_field(kit)) return typed;
  kit.second_text("file.folder", folder_.string());
  auto chosen = rows(kit);
  if (!chosen && !typing && kit.key(ui::PanelKit::kEnter) && at_ < entries_.size()) chosen = entries_[at_].path;
  if (!chosen && !typing && kit.key(ui::PanelKit::kBackspace)) chosen = folder_.parent_path();
  return chosen ? take(*chosen) : std::nullopt;
}

} // namespace dalian::workplaces
