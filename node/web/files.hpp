// The files of the page, as texts. CMake makes their definitions.
#pragma once

namespace feira::node {

extern const char* const web_index_html;
extern const char* const web_style_css;
extern const char* const web_app_js;
extern const char* const web_consortium_js;
extern const char* const web_dom_js;
extern const char* const web_node_js;
extern const char* const web_purchases_js;
extern const char* const web_store_js;
extern const char* const web_words_js;

}  // namespace feira::node
