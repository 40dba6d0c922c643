create foreign data wrapper a;
create foreign data wrapper b;
create server away foreign data wrapper a;
