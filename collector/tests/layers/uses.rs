//! Which file of a crate uses which.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Path, UseTree};

/// A path from the root of the crate.
type Names = Vec<String>;

/// A source file.
pub struct Source {
    /// Its name below `src/`.
    name: String,
    /// The module it is.
    module: Names,
    /// The paths it uses, from the root of the crate.
    uses: Vec<Names>,
    /// The names it re-exports, and what they stand for.
    exports: BTreeMap<String, Names>,
}

impl Source {
    /// Reads a file.
    pub fn new(name: &str, text: &str) -> Self {
        let mut module: Names = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let children = file.items.iter().filter_map(|item| match item {
            Item::Mod(child) => Some(child.ident.to_string()),
            _ => None,
        });
        let mut reader = Reader {
            children: children.collect(),
            module: module.clone(),
            uses: Vec::new(),
            exports: BTreeMap::new(),
        };
        reader.visit_file(&file);
        Self { name: name.into(), module, uses: reader.uses, exports: reader.exports }
    }
}

/// Of each file, which others it uses.
pub fn arrows(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let by_module: BTreeMap<&Names, &Source> =
        sources.iter().map(|source| (&source.module, source)).collect();
    let arrows = sources.iter().map(|source| {
        let files = source.uses.iter().filter_map(|path| file_of(&by_module, path.clone()));
        (source.name.clone(), files.filter(|file| *file != source.name).collect())
    });
    arrows.collect()
}

/// The file that has what a path leads to.
fn file_of(by_module: &BTreeMap<&Names, &Source>, path: Names) -> Option<String> {
    let mut path = path;
    loop {
        let (source, length) = (0..=path.len())
            .rev()
            .find_map(|length| by_module.get(&path[..length].to_vec()).map(|source| (source, length)))?;
        match path.get(length).and_then(|name| source.exports.get(name)) {
            Some(original) => path = original.iter().chain(&path[length + 1..]).cloned().collect(),
            None => return Some(source.name.clone()),
        }
    }
}

struct Reader {
    module: Names,
    children: BTreeSet<String>,
    uses: Vec<Names>,
    exports: BTreeMap<String, Names>,
}

impl Reader {
    /// The path from the root of the crate; `None` for what comes from elsewhere.
    fn absolute(&self, path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let mut module = self.module.clone();
        match &**first {
            "crate" => return Some(rest.to_vec()),
            "self" => {}
            "super" => {
                module.pop();
            }
            child if self.children.contains(child) => module.push(child.to_owned()),
            _ => return None,
        }
        let ups = rest.iter().take_while(|name| *name == "super").count();
        module.truncate(module.len().saturating_sub(ups));
        module.extend_from_slice(&rest[ups..]);
        Some(module)
    }

    /// Notes each name of a tree with its path.
    fn flatten(&mut self, tree: &UseTree, before: &[String], is_export: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let (path, name) = match tree {
            UseTree::Path(path) => return self.flatten(&path.tree, &with(&path.ident), is_export),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.flatten(tree, before, is_export));
            }
            UseTree::Name(name) if name.ident == "self" => (before.to_vec(), before.last().cloned()),
            UseTree::Name(name) => (with(&name.ident), Some(name.ident.to_string())),
            UseTree::Rename(rename) => (with(&rename.ident), Some(rename.rename.to_string())),
            UseTree::Glob(_) => (before.to_vec(), None),
        };
        let Some(path) = self.absolute(&path) else { return };
        match (is_export, name) {
            (true, Some(name)) => drop(self.exports.insert(name, path)),
            _ => self.uses.push(path),
        }
    }
}

/// Whether the attributes leave it to tests.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string().contains("test"))
    })
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_export = !matches!(item.vis, syn::Visibility::Inherited);
        if !is_for_tests(&item.attrs) {
            self.flatten(&item.tree, &[], is_export);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if ["crate", "self", "super"].contains(&&*names[0])
            && names.len() > 1
            && let Some(path) = self.absolute(&names)
        {
            self.uses.push(path);
        }
        visit::visit_path(self, path);
    }
}
