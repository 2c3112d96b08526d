-- What was deployed of routes/ and the message catalogue, and what was refused. A deployment has a row for each of its files.
create sequence deployment_version;
create table deployment (
    version          bigint not null,      -- files that were deployed together share it
    file             text not null,        -- without its directory
    text             text,                 -- null: the file was deleted
    sha256           text,                 -- of the text, in hexadecimal
    directory_sha256 text,                 -- of what the directory had of it afterwards; null: no such file
    state            text not null,        -- DEPLOYED or REFUSED
    who              text not null,
    at               timestamptz not null default now(),
    why              text,
    problems         text[] not null,      -- file, line and what is wrong
    primary key (version, file)
);
create index deployment_of_file on deployment (file, version desc);
