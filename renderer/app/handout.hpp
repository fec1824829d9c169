#pragma once
// A story on paper: a page for each scene, with its picture, its words in three languages and its figures with their
// sources. One HTML file that needs nothing beside it. Knows no renderer; who has the pictures gives them.
#include "renderer/ui/story_slide.hpp"

#include <array>
#include <string>
#include <vector>

namespace dalian::viewer {

struct HandoutPage {
  std::string png; // bytes of a picture
  ui::StorySlide slide;
  std::array<std::string, 3> captions; // zh, ja, en
};

struct HandoutWords {
  std::string language; // "zh"
  std::string title, subtitle;
  std::string note; // at the foot of every page: what the pictures are
};

std::string handout_html(HandoutWords const& words, std::vector<HandoutPage> const& pages);

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

} // namespace dalian::viewer
