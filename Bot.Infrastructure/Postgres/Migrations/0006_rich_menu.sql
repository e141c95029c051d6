-- Which of LINE's rich menus shows which of a town's menus: written by "town publish", read when a resident changes the language.
create table rich_menu (
    town_id      text not null,
    name         text not null,
    content_hash text not null,
    rich_menu_id text not null,
    primary key (town_id, name)
);
alter table rich_menu enable row level security;
alter table rich_menu force row level security;
create policy rich_menu_of_town on rich_menu to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on rich_menu to linebot_app;
