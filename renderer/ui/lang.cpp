#include "renderer/ui/lang.hpp"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace dalian::ui {

std::string_view code(Language language) {
  return std::array<std::string_view, 3>{"zh", "ja", "en"}[static_cast<std::size_t>(language)];
}

std::string_view native_name(Language language) {
  return std::array<std::string_view, 3>{"中文", "日本語", "English"}[static_cast<std::size_t>(language)];
}

Language next(Language language) {
  return kLanguages[(static_cast<std::size_t>(language) + 1) % kLanguages.size()];
}

Language language_from(std::string_view text) {
  for (Language const language : kLanguages)
    if (text.substr(0, 2) == code(language)) return language;
  return Language::en;
}

Result<Lang> Lang::load(std::filesystem::path const& folder) {
  Lang lang;
  for (Language const language : kLanguages) {
    auto const file = folder / fmt::format("{}.json", code(language));
    std::ifstream in(file);
    if (!in)
      return Error{
          fmt::format("{}: cannot be read; build the target `assets` or name the assets folder", file.string())};
    auto const json = nlohmann::json::parse(in, nullptr, false);
    if (!json.is_object()) return Error{fmt::format("{}: not a JSON object", file.string())};
    for (auto const& [key, value] : json.items()) {
      if (!value.is_string()) return Error{fmt::format("{}: \"{}\" is not a text", file.string(), key)};
      lang.texts_[static_cast<std::size_t>(language)].emplace(key, value.get<std::string>());
    }
  }
  return lang;
}

std::string Lang::gaps() const {
  std::string line;
  for (Language const language : kLanguages) {
    std::set<std::string_view> lacking;
    for (auto const& other : texts_)
      for (auto const& [key, text] : other)
        if (!all(language).contains(key)) lacking.insert(key);
    if (lacking.empty()) continue;
    line += fmt::format("{}{}.json lacks {} texts, {} first", line.empty() ? "" : "; ", code(language), lacking.size(),
                        *lacking.begin());
  }
  return line.empty() ? line : line + ": shown in English, or by their names";
}

std::string const& Lang::text(Language language, std::string_view key) const {
  auto const& texts = all(language);
  if (auto const it = texts.find(key); it != texts.end()) return it->second;
  auto const& english = all(Language::en);
  if (auto const it = english.find(key); it != english.end()) return it->second;
  return unknown_.try_emplace(std::string(key), key).first->second;
}

std::string Lang::text(Language language, std::string_view key, std::string_view argument) const {
  std::string text = this->text(language, key);
  if (auto const at = text.find("{}"); at != std::string::npos) text.replace(at, 2, argument);
  return text;
}

std::map<std::string, std::string, std::less<>> const& Lang::all(Language language) const {
  return texts_[static_cast<std::size_t>(language)];
}

} // namespace dalian::ui
